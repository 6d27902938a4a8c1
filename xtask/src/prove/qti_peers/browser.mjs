// Has @citolab/qti-components score the responses of a file of JSON lines, in Chromium: each response in a
// fresh item, as the engine's own loader puts it on a page. Serves the page on loopback and answers nothing
// else; prints a line of JSON for each response, in the same order: its outcomes, or an error.
//
//     node browser.mjs vectors.jsonl
import { createServer } from "node:http";
import { createReadStream, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const BUNDLE = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@citolab/qti-components/package.json")),
  "cdn/index.js",
);
// For an item with all its responses; the slowest known takes a tenth of it.
const ITEM_MS = 60_000;
// For an item to come onto the page.
const READY_MS = 3_000;

const texts = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
const lines = texts.map((line) => JSON.parse(line));

const server = createServer((request, response) => {
  if (request.url === "/") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end('<!doctype html><title>Items</title><body><script type="module" src="/engine.js"></script>');
  } else if (request.url === "/engine.js") {
    response.setHeader("content-type", "text/javascript");
    createReadStream(BUNDLE).pipe(response);
  } else {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.ASSAY_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", // also runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** A page with the engine and without a way out. */
async function open() {
  const page = await browser.newPage();
  await page.route("**/*", (route) =>
    route.request().url().startsWith(address) ? route.continue() : route.abort(),
  );
  await page.goto(address);
  await page.waitForFunction(() => customElements.get("qti-assessment-item"));
  return page;
}

/** Runs in the page: one item, all its responses. */
async function score({ text, vectors, readyMs }) {
  const put = async () => {
    const place = document.createElement("item-container");
    const connected = new Promise((done, fail) => {
      const ready = (event) => done(event.detail);
      document.body.addEventListener("qti-assessment-item-connected", ready, { once: true });
      setTimeout(() => fail(new Error("the item did not come onto the page")), readyMs);
    });
    // The engine looks at what it is to show when it comes onto the page.
    place.itemXML = text;
    document.body.replaceChildren(place);
    const item = await connected;
    // Variables and templates are registered when their elements have been drawn.
    await new Promise((drawn) => setTimeout(drawn, 0));
    await item.updateComplete;
    return item;
  };
  const scored = [];
  for (const { responses, kinds } of vectors) {
    const faults = [];
    const noted = (event) => faults.push(String(event.error ?? event.reason));
    window.addEventListener("error", noted);
    try {
      const item = await put();
      for (const [name, texts] of Object.entries(responses)) {
        const kind = kinds.responses[name];
        const isOne = kind === "single" || kind === "record";
        item.updateResponseVariable(name, texts === null ? null : isOne ? texts[0] : texts);
      }
      item.processResponse(true, false);
      const outcomes = {};
      for (const { identifier, value, type } of item.variables) {
        if (type === "outcome") outcomes[identifier] = value ?? null;
      }
      scored.push(faults.length > 0 ? { error: faults[0] } : { outcomes });
    } catch (error) {
      scored.push({ error: String(error) });
    }
    window.removeEventListener("error", noted);
  }
  document.body.replaceChildren();
  return scored;
}

const after = (ms) => new Promise((_, fail) => setTimeout(() => fail(new Error("no end")), ms).unref());

let page = await open();
try {
  for (let from = 0; from < lines.length; ) {
    const { written } = lines[from];
    let to = from;
    while (to < lines.length && lines[to].written === written) to += 1;
    const vectors = lines.slice(from, to);
    const asked = page.evaluate(score, { text: readFileSync(written, "utf8"), vectors, readyMs: READY_MS });
    asked.catch(() => {});
    const scored = await Promise.race([asked, after(ITEM_MS)]).catch(async (error) => {
      await page.close();
      page = await open();
      return vectors.map(() => ({ error: String(error) }));
    });
    vectors.forEach(({ id }, place) => writeSync(1, `${JSON.stringify({ id, ...scored[place] })}\n`));
    from = to;
  }
} finally {
  await browser.close();
  server.close();
}
