// Has an engine score the responses of a file of JSON lines, in Chromium. Serves its page on loopback and
// answers nothing else; prints a line of JSON for each response, in the same order: outcomes, or an error.
//
//     node browser.mjs vectors.jsonl engine.mjs
//
// An engine's module exports `files` (address: file of a package), `html` (the page), `isReady` and `score`,
// which run in the page.
import { createServer } from "node:http";
import { createReadStream, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const engine = await import(pathToFileURL(process.argv[3]));
const packages = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules");

// For an item with all its responses; the slowest known takes a tenth of it.
const ITEM_MS = 60_000;
// For an item to come onto the page.
const READY_MS = 3_000;

const texts = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
const lines = texts.map((line) => JSON.parse(line));

const server = createServer((request, response) => {
  if (request.url === "/") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>Items</title><body>${engine.html}`);
  } else if (request.url in engine.files) {
    response.setHeader("content-type", "text/javascript");
    createReadStream(path.join(packages, engine.files[request.url])).pipe(response);
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
  await page.waitForFunction(engine.isReady);
  return page;
}

const after = (ms) => new Promise((_, fail) => setTimeout(() => fail(new Error("no end")), ms).unref());

let page = await open();
try {
  for (let from = 0; from < lines.length; ) {
    const { written } = lines[from];
    let to = from;
    while (to < lines.length && lines[to].written === written) to += 1;
    const vectors = lines.slice(from, to);
    const text = readFileSync(written, "utf8");
    const asked = page.evaluate(engine.score, { text, vectors, readyMs: READY_MS });
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
