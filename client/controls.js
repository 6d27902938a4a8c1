// The controls of a place to answer: what a form would send.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** Before a response variable's name in a form. */
const PREFIX = "r:";

/** @param {Element} element @returns {element is Control} */
const isControl = (element) => (element instanceof HTMLInputElement || element instanceof HTMLSelectElement
  || element instanceof HTMLTextAreaElement) && element.name.startsWith(PREFIX);

/**
 * In the order of the page; those of a place inside it are not among them.
 * @param {Element} ask
 * @returns {Control[]}
 */
export function ownControls(ask) {
  return [...ask.querySelectorAll("input, select, textarea")].filter(isControl)
    .filter((control) => control.closest("[data-response]") === ask);
}

/** @param {Element | null | undefined} element */
export const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
