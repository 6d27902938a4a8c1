// Questions that a server drew: read, filled in, and made comfortable. The controls of the form stay the
// truth: whatever is dragged or clicked sets them, and a response is read from them alone.
//
// `responseOf` and `fill` work on any question; `enhance` adds dragging, keys and limits, and sends one
// `response` event, with all responses as its detail, whenever one of them changes.

import { fits } from "./answers.js";
import { areas } from "./areas.js";
import { ownControls } from "./controls.js";
import { h, icon, inWords } from "./dom.js";
import { slots } from "./slots.js";
import { sortable } from "./sorting.js";

/** @typedef {Record<string, string[]>} Responses */
/** @typedef {(text: string) => void} Say */

/** @param {HTMLElement} root @returns {HTMLElement[]} */
const asksOf = (root) => [...root.querySelectorAll("[data-response]")].filter((ask) =>
  ask instanceof HTMLElement);

/**
 * What a question's controls say: a list in QTI's lexical form for each response variable.
 * @param {HTMLElement} root
 * @returns {Responses}
 */
export function responseOf(root) {
  return Object.fromEntries(asksOf(root).map((ask) => [ask.dataset.response ?? "", valuesOf(ask)]));
}

/** @param {HTMLElement} ask @returns {string[]} */
function valuesOf(ask) {
  const values = ownControls(ask).filter((control) =>
    !(control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) || control.checked)
    .map(({ value }) => (ask.dataset.kind === "text-entry" ? value.trim() : value));
  const given = values.filter((value) => value !== "");
  if (ask.dataset.kind !== "order") return given;
  const place = (/** @type {string} */ value) => Number.parseInt(value, 10);
  return given.sort((one, other) => place(one) - place(other)).map((value) => value.replace(/^\d+ /, ""));
}

/**
 * Sets a question's controls to responses; what is not named is emptied.
 * @param {HTMLElement} root
 * @param {Responses} responses
 */
export function fill(root, responses) {
  for (const ask of asksOf(root)) fillOne(ask, responses[ask.dataset.response ?? ""] ?? []);
}

/** @param {HTMLElement} ask @param {string[]} values */
function fillOne(ask, values) {
  const isOrder = ask.dataset.kind === "order";
  const wanted = new Set(isOrder ? values.map((value, at) => `${at + 1} ${value}`) : values);
  for (const control of ownControls(ask)) {
    if (control instanceof HTMLSelectElement) {
      const found = [...control.options].find((option) => option.value !== "" && wanted.has(option.value));
      control.value = found?.value ?? "";
    } else if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) {
      control.checked = wanted.has(control.value);
    } else {
      control.value = values[0] ?? "";
    }
  }
  ask.dispatchEvent(new Event("filled"));
}

/**
 * Makes a question comfortable. A locked one stays as it is.
 * @param {HTMLElement} root
 */
export function enhance(root) {
  if ("guarded" in root.dataset) guard(root);
  if ("locked" in root.dataset || "enhanced" in root.dataset) return;
  root.dataset.enhanced = "";
  const live = h("p", { class: "visually-hidden", "aria-live": "polite", lang: "en" });
  root.append(live);
  /** @type {Say} */
  const say = (text) => {
    live.textContent = "";
    // A region speaks when its text changes; the pause makes the same words speak again.
    setTimeout(() => { live.textContent = text; }, 50);
  };
  for (const ask of asksOf(root)) enhanceOne(root, ask, say);
  for (const [at, fold] of [...root.querySelectorAll("details.case-text")].entries()) {
    // On a phone the first text is enough to begin with.
    if (at > 0 && matchMedia("(max-width: 59.99rem)").matches) fold.removeAttribute("open");
  }
}

/**
 * Nothing can be changed any more; what is answered stays to be read.
 * @param {HTMLElement} root
 */
export function lock(root) {
  root.dataset.locked = "";
  for (const ask of asksOf(root)) {
    for (const control of ask.querySelectorAll("input, select, textarea, button")) {
      control.toggleAttribute("disabled", true);
      const nothing = control instanceof HTMLSelectElement && control.options[0];
      const isOrder = ask.dataset.kind === "order";
      if (nothing && nothing.value === "" && !isOrder) nothing.textContent = "Not answered";
    }
  }
}

/**
 * Does what a click on the choice with this number does; nothing where there is none.
 * @param {HTMLElement} root
 * @param {number} index
 */
export function chooseByNumber(root, index) {
  const numbered = asksOf(root).filter((ask) => ["choice", "hot-spot"].includes(ask.dataset.kind ?? ""));
  const ask = numbered.find((one) => one.contains(document.activeElement)) ?? numbered[0];
  const control = ask && ownControls(ask)[index];
  if (!control || control.disabled) return;
  const area = ask.querySelector(`.area-button[data-area="${CSS.escape(control.value)}"]`);
  const face = area instanceof HTMLElement ? area : control;
  face.focus();
  face.click();
}

/** @param {HTMLElement} root @param {HTMLElement} ask @param {Say} say */
function enhanceOne(root, ask, say) {
  const { kind = "" } = ask.dataset;
  if (kind === "order") sortable(ask, say);
  if (kind === "hot-spot" || kind === "graphic-gap-match") areas(ask, say);
  if (["match", "gap-match", "graphic-gap-match"].includes(kind)) slots(ask, say);
  const clear = clearing(ask);
  const count = counter(ask);
  let before = valuesOf(ask);
  const redraw = () => {
    before = valuesOf(ask);
    if (clear) clear.hidden = before.length === 0;
    count();
  };
  ask.addEventListener("filled", () => {
    redraw();
    tell(ask, missing(ask, before));
  });
  ask.addEventListener("input", count);
  ask.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-response]") !== ask) return;
    const values = valuesOf(ask);
    const most = Number(ask.dataset.max ?? 0);
    if (most > 0 && values.length > most) {
      fillOne(ask, before);
      tell(ask, ask.dataset.maxMessage ?? tooMany(most));
      return;
    }
    redraw();
    tell(ask, missing(ask, values));
    root.dispatchEvent(new CustomEvent("response", { bubbles: true, detail: responseOf(root) }));
  });
  redraw();
}

/**
 * What is missing in a response that was begun; empty where nothing is.
 * @param {HTMLElement} ask
 * @param {string[]} values
 */
function missing(ask, values) {
  const control = ownControls(ask)[0];
  const { pattern, patternMessage } = control?.dataset ?? {};
  if (pattern && values[0] !== undefined && !fits(values[0], pattern)) {
    return patternMessage ?? "Write it in the form that the question asks for.";
  }
  const [least, most] = [Number(ask.dataset.min ?? 0), Number(ask.dataset.max ?? 0)];
  if (values.length === 0 || values.length >= least || ask.dataset.kind === "order") return "";
  const asked = least === most ? inWords(least) : `at least ${inWords(least)}`;
  return ask.dataset.minMessage ?? `Choose ${asked}: you have chosen ${inWords(values.length)}.`;
}

/** @param {number} most */
const tooMany = (most) => (most === 1 ? "Choose one alone: take the other away first."
  : `Choose at most ${inWords(most)}: take one away first.`);

/** @param {HTMLElement} ask @param {string} text */
function tell(ask, text) {
  const place = [...ask.querySelectorAll("[data-message]")].find((one) =>
    one.closest("[data-response]") === ask);
  if (!place || place.textContent === text) return;
  place.replaceChildren(...(text ? [icon("attention"), h("span", {}, text)] : []));
}

/** The way back to no answer. @param {HTMLElement} ask */
function clearing(ask) {
  if (!(ask instanceof HTMLFieldSetElement)) return undefined;
  const words = ask.dataset.kind === "order" ? "Back to the order shown first" : "Clear my answer";
  const button = h("button", { type: "button", class: "button button-quiet ask-clear", onclick: () => {
    fillOne(ask, []);
    const first = ownControls(ask)[0];
    first?.dispatchEvent(new Event("change", { bubbles: true }));
    const next = ask.querySelector(".order-grip, .chip-button, .area-button, input, select");
    if (next instanceof HTMLElement) next.focus();
  } }, words);
  button.hidden = true;
  const after = ask.querySelector(".ask-after") ?? h("div", { class: "ask-after" });
  after.append(button);
  ask.append(after);
  return button;
}

/** Counts characters below a text. @param {HTMLElement} ask @returns {() => void} */
function counter(ask) {
  const field = ask.querySelector("[data-counter]");
  const place = ask.querySelector("[data-count]");
  if (!(field instanceof HTMLTextAreaElement) || !place) return () => {};
  const expected = Number(field.dataset.expected ?? 0);
  return () => {
    const length = [...field.value].length;
    const left = Math.max(0, expected - length);
    const down = field.dataset.counter === "down" && expected > 0;
    const about = expected > 0 ? ` of about ${expected}` : "";
    place.textContent = down ? `${left}${about} characters left` : `${length}${about} characters`;
  };
}

/** In an exam nothing is carried away; what one writes oneself may be. @param {HTMLElement} root */
function guard(root) {
  for (const kind of ["copy", "cut", "dragstart"]) {
    root.addEventListener(kind, (event) => {
      const own = event.target instanceof Element && event.target.closest("input, textarea");
      if (!own) event.preventDefault();
    });
  }
}
