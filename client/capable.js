// What the exam needs of a browser. Asked before Start, because afterwards the clock runs (N3).

/** @param {unknown} value */
const callable = (value) => typeof value === "function";

/** @type {[string, string, () => boolean][]} what it is called, what for, and whether it is there */
const NEEDED = [
  ["fetch", "sends answers", () => callable(fetch)],
  ["AbortController", "ends a request that hangs", () => callable(AbortController)],
  ["crypto.getRandomValues", "names this device", () => callable(crypto.getRandomValues)],
  ["the dialog element", "asks before you submit", () => callable(HTMLDialogElement.prototype.showModal)],
  ["replaceChildren", "shows the next question", () => callable(Element.prototype.replaceChildren)],
  ["performance.now", "shows the time left", () => callable(performance.now)],
  ["DOMParser", "continues after you sign in again", () => callable(DOMParser)],
];

/** What this browser lacks, with what it is for. */
export function missing() {
  return NEEDED.filter(([, , has]) => !works(has)).map(([name, does]) => `${name} (${does})`);
}

/** @param {() => boolean} has */
function works(has) {
  try {
    return has();
  } catch {
    return false;
  }
}

/** What that means and what to do. @param {string[]} lacking */
export function missingWords(lacking) {
  return `This browser cannot run the exam: it lacks ${lacking.join(", ")}. Use a current version of Chrome, `
    + "Edge, Firefox or Safari.";
}
