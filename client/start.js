// Before the clock: looks at what the exam needs of this device, and lets Begin through once that is there
// and the box is ticked (N3). Importing the exam is part of the proof: what cannot be read here could not be
// read there. The sitting is made by the form alone, and the server asks for the agreement again.

import "./exam.js";
import { missing, missingWords } from "./capable.js";
import { h, icon } from "./dom.js";
import { keepsJournal } from "./journal.js";
import { KEYS } from "./keys.js";
import { ask } from "./request.js";

const REACH_WITHIN_MS = 5_000;
/** The end that is told moves on with the clock. */
const TELL_EVERY_MS = 15_000;

/** @typedef {"good" | "attention" | "bad"} Verdict */
/** @typedef {{verdict: Verdict, text: string}} Found */
/** @typedef {"browser" | "storage" | "cookies" | "connection"} Check */

/** What each check is called where it failed. @type {Record<Check, string>} */
const NAMES = {
  browser: "the browser", storage: "the storage", cookies: "the cookies", connection: "the connection",
};
/** @type {Record<Verdict, [Parameters<typeof icon>[0], string]>} */
const TONES = { good: ["tick", "tone-good"], attention: ["attention", "tone-attention"],
  bad: ["cross", "tone-bad"] };

/** @param {Verdict} verdict @param {string} text @returns {Found} */
const found = (verdict, text) => ({ verdict, text });

/** @returns {Found} */
function browser() {
  const lacking = missing();
  return lacking.length > 0 ? found("bad", `${missingWords(lacking)} Nothing was started.`)
    : found("good", "It can run the exam.");
}

/** @returns {Promise<Found>} */
async function storage() {
  return await keepsJournal() ? found("good", "Answers are also kept here if the connection breaks.")
    : found("attention", "This browser keeps no answers on this device, as in a private window: an answer is "
      + "safe once “Saved” is shown. Use another browser if you can.");
}

const UNKNOWN = "Not checked: that needs the connection.";
const NO_COOKIES = "The server does not recognise you: this browser keeps no cookies for this site, or your "
  + "session has ended. Allow cookies for this site, then sign in again.";
const NO_FETCH = "This page cannot reach the server, so it could not send your answers. Check your "
  + "connection, or use another network.";
const NOT_OURS = "Something other than this site answered. Check whether your network asks you to sign in "
  + "first.";

/** Asks for this page from within it, as the exam will ask. @returns {Promise<[Found, Found]>} */
async function reach() {
  let answer;
  try {
    answer = await ask(location.href, { cache: "no-store" }, REACH_WITHIN_MS);
  } catch {
    return [found("attention", UNKNOWN), found("bad", NO_FETCH)];
  }
  const took = `An answer took ${Math.max(1, Math.round(answer.trip_ms))} ms.`;
  const ours = answer.ok && answer.text.includes("data-start");
  if (ours) return [found("good", "They work: the server recognises you."), found("good", took)];
  const known = answer.text.includes('name="csrf-token"');
  if (known || answer.status === 401) return [found("bad", NO_COOKIES), found("good", took)];
  return [found("attention", UNKNOWN), found("bad", NOT_OURS)];
}

/** @param {Element} place @param {Check} check @param {Found} what */
function show(place, check, { verdict, text }) {
  const row = place.querySelector(`[data-check="${check}"]`);
  const [picture, tone] = TONES[verdict];
  row?.setAttribute("class", tone);
  row?.querySelector("svg")?.replaceWith(icon(picture));
  const words = row?.querySelector("span");
  if (words && words.textContent !== text) words.textContent = text;
}

/** The one button, and why it is not to be pressed yet. */
class Gate {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.button = form.querySelector("button");
    this.box = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name="agreed"]'));
    this.why = form.querySelector("[data-why]");
    /** @type {string} what stands against it from the check */
    this.against = "Not yet: this device is being checked.";
    this.sent = false;
    form.querySelector("[data-bar]")?.removeAttribute("hidden");
    this.box?.addEventListener("change", () => this.draw());
    form.addEventListener("submit", (event) => this.submit(event));
    this.draw();
  }

  get reason() {
    if (this.sent) return "Your exam is being opened…";
    return this.against || (this.box?.checked ? "" : "Tick the box above, then begin.");
  }

  draw() {
    this.button?.toggleAttribute("data-ready", this.reason === "");
    if (this.reason) this.button?.setAttribute("aria-disabled", "true");
    else this.button?.removeAttribute("aria-disabled");
    const text = this.reason || "Everything is ready.";
    if (this.why && this.why.textContent !== text) this.why.textContent = text;
    this.form.querySelector("[data-otherwise]")?.toggleAttribute("hidden", !/^Not yet: the/.test(text));
  }

  /** @param {Event} event */
  submit(event) {
    if (this.reason) {
      event.preventDefault();
      if (!this.against && !this.sent) this.box?.focus();
      return;
    }
    this.sent = true;
    this.draw();
  }
}

/** Looks, says what it found, and tells the gate. @param {Element} place @param {Gate[]} gates */
async function check(place, gates) {
  const first = browser();
  show(place, "browser", first);
  const runs = first.verdict !== "bad";
  const [kept, [cookies, connection]] = await Promise.all([storage(), runs ? reach()
    : /** @type {[Found, Found]} */ ([found("attention", UNKNOWN), found("attention", UNKNOWN)])]);
  /** @type {[Check, Found][]} */
  const rows = [["browser", first], ["storage", kept], ["cookies", cookies], ["connection", connection]];
  for (const [name, what] of rows) show(place, name, what);
  const failed = rows.filter(([, { verdict }]) => verdict === "bad").map(([name]) => NAMES[name]);
  for (const gate of gates) {
    gate.against = failed.length > 0 ? `Not yet: the check of ${failed.join(" and ")} failed.` : "";
    gate.draw();
  }
}

/** When the time would end, by the programme's zone and by this device's. @param {HTMLElement} place */
function tellEnd(place) {
  const { ends, zone = "UTC" } = place.dataset;
  const at = (/** @type {number} */ ms, /** @type {string | undefined} */ timeZone) =>
    new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  const both = (/** @type {number} */ ms) => {
    const [theirs, own] = [at(ms, zone), at(ms, undefined)];
    return theirs === own ? `${theirs} (${zone})` : `${theirs} (${zone}; ${own} for you)`;
  };
  try {
    const now = Date.now();
    place.textContent = `If you begin now, at ${both(now)}, your time ends at `
      + `${both(now + Number(ends) * 1000)}.`;
  } catch {
    // A browser that knows no zones: the exam's own clock says it.
  }
}

/** The keys as the exam knows them. @param {Element} fold */
function tellKeys(fold) {
  fold.querySelector("dl")?.replaceChildren(...KEYS.map(([key, does]) =>
    h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does))));
  fold.removeAttribute("hidden");
}

function begin() {
  for (const fold of document.querySelectorAll("[data-keys]")) tellKeys(fold);
  const gates = [...document.querySelectorAll("[data-begin]")].map((form) =>
    new Gate(/** @type {HTMLFormElement} */ (form)));
  for (const place of document.querySelectorAll("[data-start]")) {
    place.querySelector("[data-unread]")?.remove();
    place.querySelector("[data-checks]")?.removeAttribute("hidden");
    const look = () => void check(place, gates);
    const again = place.querySelector("[data-again]");
    again?.removeAttribute("hidden");
    again?.addEventListener("click", look);
    addEventListener("focus", look);
    addEventListener("online", look);
    look();
  }
  const tell = () => {
    for (const place of document.querySelectorAll("[data-ends]")) {
      tellEnd(/** @type {HTMLElement} */ (place));
    }
  };
  tell();
  setInterval(tell, TELL_EVERY_MS);
  // A page that comes back as it was left knows nothing of what was begun meanwhile.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

begin();
