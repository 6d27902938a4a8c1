// The review of all questions, the dialogs, and the panels of the end.

/** @import { Entry, Item } from "./types.js" */
import { standing } from "./answers.js";
import { counted, h, icon } from "./dom.js";
import { KEYS, enableKeys, keysEnabled } from "./keys.js";

/** @param {Item} item */
const isOpen = (item) => standing(item).state === "none";

/**
 * Something is missing, too much, or in another form than asked for: such an answer can only be wrong, and
 * it is a state of its own (N9).
 * @param {Item} item
 */
const isToCheck = (item) => standing(item).state === "check";

/** @param {Item[]} items */
export function counts(items) {
  const unanswered = items.filter(isOpen).length;
  const toCheck = items.filter(isToCheck).length;
  const flagged = items.filter((item) => item.flagged).length;
  return { unanswered, toCheck, flagged, answered: items.length - unanswered - toCheck };
}

/**
 * Which questions the review shows, what the choice is called, and which belong to it.
 * @typedef {"all" | "unanswered" | "check" | "flagged"} Filter
 * @type {[Filter, string, (item: Item) => boolean][]}
 */
const FILTERS = [
  ["all", "All", () => true],
  ["unanswered", "Not answered", isOpen],
  ["check", "To check", isToCheck],
  ["flagged", "Flagged", (item) => item.flagged],
];

/** The state of one question in words. @param {Item} item */
function words(item) {
  const { state, given, asked } = standing(item);
  const parts = [state === "none" ? "not answered" : "answered"];
  if (state === "check" && given === asked) parts.push("not in the form asked for");
  else if (state === "check") parts.push(`${given} given, ${asked} asked for`);
  if (item.flagged) parts.push("flagged");
  return parts.join(", ");
}

/**
 * The choice of what the review shows; those that nothing belongs to are left out.
 * @param {Item[]} items
 * @param {HTMLElement} grid
 * @param {Filter} chosen
 * @param {(filter: Filter) => void} only
 */
function filters(items, grid, chosen, only) {
  const of = FILTERS.map(([name, label, has]) => ({ name, label, has, count: items.filter(has).length }))
    .filter(({ name, count }) => name === "all" || count > 0);
  const status = h("p", { class: "visually-hidden", role: "status" });
  /** @type {Map<string, HTMLElement>} */
  const buttons = new Map();
  const use = (/** @type {Filter} */ wanted) => {
    const { name, has, count } = of.find((one) => one.name === wanted) ?? of[0];
    only(name);
    for (const [index, cell] of [...grid.children].entries()) {
      cell.toggleAttribute("hidden", !has(items[index]));
    }
    for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(key === name));
    return `${counted(count, "question")} shown.`;
  };
  for (const { name, label, count } of of) {
    buttons.set(name, h("button", { type: "button", class: "review-filter",
      onclick: () => { status.textContent = use(name); } }, `${label} (${count})`));
  }
  use(chosen);
  return h("div", { class: "review-filters", role: "group", "aria-label": "Show" },
    ...buttons.values(), status);
}

/**
 * All questions at one glance.
 * @param {Item[]} items
 * @param {number} current
 * @param {{jump(index: number): void, submit(): void, readOnly: boolean, filter: Filter,
 *   only(filter: Filter): void}} actions
 */
export function reviewPanel(items, current, { jump, submit, readOnly, filter, only }) {
  const grid = h("ol", { class: "review-grid" });
  for (const [index, item] of items.entries()) {
    const { state } = standing(item);
    const look = state === "done" ? "is-answered" : "is-open";
    const cell = h("button", { type: "button", class: `review-cell ${look}`,
      "aria-label": `Question ${item.position}, ${words(item)}`,
      "aria-current": index === current ? "true" : null, onclick: () => jump(index) },
    h("span", { class: "review-number" }, String(item.position)),
    item.flagged && h("span", { class: "review-flag" }, icon("flag", true)),
    state !== "none" && icon(state === "check" ? "attention" : "tick"));
    grid.append(h("li", {}, cell));
  }
  grid.addEventListener("keydown", (event) => moveInGrid(grid, event));
  const sum = counts(items);
  const toCheck = items.find(isToCheck);
  return h("section", { class: "review" },
    h("h1", { tabindex: "-1", class: "exam-heading" }, "Review your answers"),
    h("p", { class: "review-counts" }, `${sum.answered} answered, ${sum.unanswered} not answered, `
      + `${sum.toCheck > 0 ? `${sum.toCheck} to check, ` : ""}${sum.flagged} flagged.`),
    h("ul", { class: "review-legend", "aria-hidden": "true" },
      h("li", {}, h("span", { class: "review-cell is-answered" }, icon("tick")), "Answered"),
      h("li", {}, h("span", { class: "review-cell is-open" }), "Not answered"),
      sum.toCheck > 0 && h("li", {}, h("span", { class: "review-cell is-open" }, icon("attention")),
        "To check: incomplete or too much"),
      h("li", {}, h("span", { class: "review-cell is-open" }, icon("flag", true)), "Flagged")),
    filters(items, grid, filter, only),
    grid,
    h("p", { class: "review-actions" },
      h("button", { type: "button", class: "button button-secondary", onclick: () => jump(current) },
        `Back to question ${items[current]?.position ?? 1}`),
      toCheck && h("button", { type: "button", class: "button button-secondary",
        onclick: () => jump(items.indexOf(toCheck)) }, `Check question ${toCheck.position}`),
      !readOnly && h("button", { type: "button", class: "button button-primary", onclick: submit },
        "Submit the exam…")));
}

/** Arrow keys in the grid, by rows and columns. @param {HTMLElement} grid @param {KeyboardEvent} event */
function moveInGrid(grid, event) {
  const cells = [...grid.querySelectorAll("button")].filter((cell) => cell.offsetParent !== null);
  const at = cells.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  if (at < 0) return;
  const top = cells[0]?.offsetTop;
  const columns = Math.max(1, cells.filter((cell) => cell.offsetTop === top).length);
  const steps = /** @type {Record<string, number>} */ ({
    ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
    Home: -at, End: cells.length - 1 - at,
  });
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  cells[at + step]?.focus();
}

/**
 * Opens a modal dialog and takes it out of the page when it closes.
 * @param {string} title
 * @param {...(Node | false)} body
 */
function openDialog(title, ...body) {
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" },
    h("h2", { id: "dialog-title" }, title), ...body);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** The keyboard map. */
export function helpDialog() {
  const close = h("button", { type: "button", class: "button button-primary" }, "Close");
  const single = h("input", { type: "checkbox" });
  single.checked = keysEnabled();
  single.addEventListener("change", () => enableKeys(single.checked));
  const dialog = openDialog("Keyboard",
    h("dl", { class: "keys" }, ...KEYS.map(([key, does]) =>
      h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)))),
    h("label", { class: "choice" }, single, h("span", {}, "Use single keys as shortcuts")),
    h("p", { class: "muted small" }, "Every answer is sent to the server at once. If the connection fails, "
      + "keep working: the answers are sent as soon as it is back. The line at the top says where they are "
      + "until then."),
    h("p", { class: "dialog-actions" }, close));
  close.addEventListener("click", () => dialog.close());
  close.focus();
}

/**
 * Asks once more before the end.
 * @param {Item[]} items
 * @param {(say: (text: string) => void, isOpen: () => boolean) => Promise<boolean>} submit
 * @param {(filter: Filter) => void} show
 */
export function submitDialog(items, submit, show) {
  const sum = counts(items);
  const say = h("p", { class: "dialog-say", role: "status" });
  const go = h("button", { type: "button", class: "button button-primary" }, "Submit the exam");
  const stay = h("button", { type: "button", class: "button button-secondary" }, "Keep working");
  const line = (/** @type {string} */ text, /** @type {Filter} */ filter) =>
    h("li", {}, icon("attention"), h("span", {}, text),
      h("button", { type: "button", class: "button button-quiet button-small", onclick: () => {
        dialog.close();
        show(filter);
      }, "aria-label": `Show: ${text}` }, "Show"));
  const dialog = openDialog("Submit the exam?",
    h("ul", { class: "dialog-counts" },
      sum.unanswered > 0 && line(`${counted(sum.unanswered, "question")} not answered`, "unanswered"),
      sum.toCheck > 0 && line(`${counted(sum.toCheck, "question")} to check: incomplete or too much`,
        "check"),
      sum.flagged > 0 && line(`${counted(sum.flagged, "question")} flagged for review`, "flagged"),
      sum.unanswered + sum.toCheck + sum.flagged === 0
        && h("li", { class: "is-good" }, icon("tick"),
          h("span", {}, "All questions are answered, and none is flagged."))),
    h("p", {}, "After that, you cannot change your answers."),
    say, h("p", { class: "dialog-actions" }, stay, go));
  stay.addEventListener("click", () => dialog.close());
  stay.focus();
  go.addEventListener("click", async () => {
    go.setAttribute("disabled", "");
    const done = await submit((text) => { say.textContent = text; }, () => dialog.open);
    if (!done) go.removeAttribute("disabled");
  });
}

/**
 * The end, while the last answers are on their way.
 * @param {string} title
 * @param {string} text
 * @param {...Node} actions
 */
export function endPanel(title, text, ...actions) {
  return h("section", { class: "exam-end" },
    h("h1", { tabindex: "-1", class: "exam-heading" }, title),
    h("p", { role: "status", class: "exam-end-text" }, text),
    h("p", { class: "review-actions" }, ...actions));
}

/**
 * A file for the certification body: what has not reached the server, and every answer as this page shows it.
 * @param {string} sitting
 * @param {Item[]} items
 * @param {Entry[]} entries
 * @param {string} [kind]
 */
export function exportLink(sitting, items, entries, kind = "button-secondary") {
  const answers = items.map(({ item, position, response, flagged, seq }) =>
    ({ item, position, response, flagged, seq }));
  const text = JSON.stringify({ sitting, entries, answers }, null, 1);
  const download = `${sitting}-answers.json`;
  return h("a", { class: `button ${kind}`, href: fileAddress(text), download },
    "Download the answers kept here");
}

/** @param {string} text */
function fileAddress(text) {
  try {
    return URL.createObjectURL(new Blob([text], { type: "application/json" }));
  } catch {
    return `data:application/json,${encodeURIComponent(text)}`;
  }
}
