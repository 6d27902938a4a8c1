// The keyboard map. Single keys can be switched off (WCAG 2.1.4); everything has a visible control too.

const STORED = "assay-exam-keys";

/** The map as the help dialog shows it. */
export const KEYS = [
  ["1 to 6, or A to E", "Choose an option or a numbered area; on other keyboards, the same places"],
  ["N or →", "Next question"],
  ["P or ←", "Previous question"],
  ["F", "Flag for review, or remove the flag"],
  ["R", "Review all questions, or go back"],
  ["?", "This list"],
  ["Esc", "Close"],
];

/** Whether single keys are on. */
export function keysEnabled() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
export function enableKeys(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Storage is refused: the choice cannot be remembered.
  }
}

/**
 * Where an option stands by its key: '1' and 'a' are 0. F flags, so the sixth option has only '6'.
 * @param {string} key
 */
function optionIndex(key) {
  if (/^[1-6]$/.test(key)) return Number(key) - 1;
  if (/^[a-e]$/.test(key)) return key.charCodeAt(0) - "a".charCodeAt(0);
  return -1;
}

/**
 * The key that is meant: by what it prints, or by its place where that is no Latin letter or digit. Digits
 * of AZERTY need Shift, and Greek or Cyrillic layouts have no A (N19).
 * @param {KeyboardEvent} event
 */
function meant({ key, code, shiftKey }) {
  if (key.length !== 1 || shiftKey || /[a-z0-9?]/i.test(key)) return key;
  return /^(?:Digit|Key)(.)$/.exec(code)?.[1] ?? key;
}

/**
 * Listens on the whole page.
 * @param {{
 *   choose: (index: number) => void, next: () => void, previous: () => void, flag: () => void,
 *   review: () => void, help: () => void,
 * }} actions
 */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target instanceof Element ? event.target : null;
    // Where one writes or chooses from a list, letters are text.
    if (target?.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    // Options scroll sideways and grids move by arrow themselves.
    const arrows = !target?.closest("pre, table, .scrolls, .review-grid");
    const act = action(meant(event), arrows, actions);
    if (!act || (!keysEnabled() && event.key !== "?")) return;
    event.preventDefault();
    act();
  });
}

/**
 * @param {string} key
 * @param {boolean} arrows
 * @param {Parameters<typeof listen>[0]} actions
 * @returns {(() => void) | undefined}
 */
function action(key, arrows, actions) {
  if (arrows && key === "ArrowRight") return actions.next;
  if (arrows && key === "ArrowLeft") return actions.previous;
  const letter = key.toLowerCase();
  const index = optionIndex(letter);
  if (index >= 0) return () => actions.choose(index);
  switch (letter) {
    case "n": return actions.next;
    case "p": return actions.previous;
    case "f": return actions.flag;
    case "r": return actions.review;
    case "?": return actions.help;
    default: return undefined;
  }
}
