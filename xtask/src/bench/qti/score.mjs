// Scores the responses of a file of JSON lines with @citolab/qti-components in node, on a document of
// happy-dom; prints microseconds a response, the best of the rounds. Items are put into the document once;
// their bodies are left out, since nothing is shown.
import { readFileSync } from "node:fs";
import { Window } from "happy-dom";

const print = (text) => process.stdout.write(`${text}\n`);
for (const name of ["log", "info", "warn", "error", "debug"]) console[name] = () => {};
process.on("unhandledRejection", () => {});

const page = new Window({ url: "http://localhost/" });
for (const name of Object.getOwnPropertyNames(page)) {
  if (!(name in globalThis) && !name.startsWith("_")) globalThis[name] = page[name];
}
for (const name of ["CustomEvent", "Event", "Node", "HTMLElement", "Element", "DOMParser", "EventTarget"]) {
  globalThis[name] = page[name];
}
globalThis.window = page;
globalThis.document = page.document;
globalThis.fetch = async () => {
  throw new Error("nothing is loaded");
};
const internals = () => ({ setFormValue() {}, setValidity() {}, states: new Set() });
page.HTMLElement.prototype.attachInternals = internals;
await import("@citolab/qti-components");

async function put(path) {
  const text = readFileSync(path, "utf8").replace(/<\?xml[^>]*\?>/, "").replace(/<!--[\s\S]*?-->/g, "");
  const bare = text
    .replace(/<qti-item-body[\s\S]*<\/qti-item-body>/, "<qti-item-body></qti-item-body>")
    .replace(/<qti-stylesheet[^>]*\/>/g, "")
    .replace(/<([a-z0-9-]+)([^<>]*?)\/>/g, "<$1$2></$1>");
  const place = page.document.createElement("div");
  page.document.body.appendChild(place);
  place.innerHTML = bare;
  const item = place.querySelector("qti-assessment-item");
  await item.updateComplete;
  await new Promise((done) => setTimeout(done, 10));
  return item;
}

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
const responses = lines.map((line) => JSON.parse(line));
const items = {};
for (const { path } of responses) items[path] ??= await put(path);

function score({ path, responses, cardinality }) {
  const item = items[path];
  for (const [name, texts] of Object.entries(responses)) {
    const value = texts === null ? null : cardinality[name] === "single" ? (texts[0] ?? null) : texts;
    item.updateResponseVariable(name, value);
  }
  item.processResponse();
  return item.variables.find((variable) => variable.identifier === "SCORE")?.value;
}

// What it cannot score at all is left out of its time, and counted.
const able = responses.filter((one) => {
  try {
    score(one);
    return true;
  } catch {
    return false;
  }
});
let best = Infinity;
for (let round = 0; round < 10; round += 1) {
  const started = process.hrtime.bigint();
  for (const one of able) score(one);
  best = Math.min(best, Number(process.hrtime.bigint() - started) / 1000 / able.length);
}
const right = able.filter((one) => Math.abs(Number(score(one)) - Number(one.score)) < 1e-6).length;
print(JSON.stringify({ score_us: best, able: able.length, right }));
process.exit(0);
