// Beside the button that starts the clock: Start is offered once this browser has shown that it can run the
// exam (N3). Importing the exam is part of the proof: what cannot be read here could not be read there.

import "./exam.js";
import { missing, missingWords } from "./capable.js";
import { h, icon } from "./dom.js";
import { keepsJournal } from "./journal.js";
import { ask } from "./request.js";

const REACH_WITHIN_MS = 5_000;
const READY = "Checked: this browser can run the exam and keeps your answers until they are saved.";
const NO_JOURNAL = "Checked: this browser can run the exam, but keeps no answers on this device, as in a "
  + "private window: an answer is safe once “Saved” is shown. Use another browser if you can.";
const NO_FETCH = "This browser does not reach the server from within a page (fetch gave no answer), so it "
  + "could not send your answers. Look at your connection, or use another browser. Nothing was started.";

/** What is asked for: a file that the exam needs anyway. */
const STYLE = new URL("exam.css", import.meta.url).href;
/** Whether a request of a page's script comes back: from the server, whatever this browser has kept. */
const reaches = () => ask(STYLE, { cache: "reload" }, REACH_WITHIN_MS).then(({ ok }) => ok, () => false);

/**
 * @param {Element} place
 * @param {"tick" | "attention"} picture
 * @param {string} text
 * @param {(Node | string)[]} more
 */
function say(place, picture, text, ...more) {
  place.querySelector("[data-check]")?.replaceChildren(icon(picture), h("span", {}, text, ...more));
}

/** Looks, says what it found, and offers Start if it may. @param {Element} place */
async function check(place) {
  const lacking = missing();
  place.toggleAttribute("data-refused", lacking.length > 0);
  if (lacking.length > 0) {
    say(place, "attention", `${missingWords(lacking)} Nothing was started.`);
    return;
  }
  const [reached, keeps] = await Promise.all([reaches(), keepsJournal()]);
  place.toggleAttribute("data-refused", !reached);
  if (!reached) {
    const again = h("button", { type: "button", class: "button button-quiet" }, "Check again");
    again.addEventListener("click", () => void check(place));
    say(place, "attention", NO_FETCH, " ", again);
    return;
  }
  say(place, keeps ? "tick" : "attention", keeps ? READY : NO_JOURNAL);
  place.setAttribute("data-ready", "");
}

for (const place of document.querySelectorAll("[data-start]")) void check(place);
