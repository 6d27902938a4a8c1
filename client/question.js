// One question on the stage: drawn by the server, filled with the answer, and read whenever it changes.

/** @import { Item } from "./types.js" */
import { fromResponses, toResponses } from "./answers.js";
import { setServerHtml } from "./dom.js";
import { chooseByNumber, enhance, fill, lock, responseOf } from "./interactions.js";

/** What is typed waits so long at most to be saved; leaving the field or the question saves at once. */
const TYPING_MS = 800;

export class ShownQuestion {
  /**
   * @param {HTMLElement} place
   * @param {Item} item
   * @param {{readOnly: boolean, answer: (response: string[]) => void}} how
   */
  constructor(place, item, { readOnly, answer }) {
    this.item = item;
    this.answer = answer;
    /** @type {ReturnType<typeof setTimeout> | undefined} since something was typed that is not saved yet */
    this.typing = undefined;
    setServerHtml(place, item.html);
    const root = place.querySelector("[data-question]");
    this.root = root instanceof HTMLElement ? root : place;
    enhance(this.root);
    this.refill();
    if (readOnly) lock(this.root);
    this.root.addEventListener("response", () => this.settle());
    this.root.addEventListener("input", (event) => this.typed(event));
    this.nameKeys();
  }

  /** Shows the item's answer, where it came from elsewhere than from this question. */
  refill() {
    fill(this.root, toResponses(this.item.asks, this.item.response));
  }

  /** @param {Event} event */
  typed({ target }) {
    const isText = target instanceof HTMLTextAreaElement
      || (target instanceof HTMLInputElement && target.type === "text");
    // From the first key on: whoever never pauses is saved all the same.
    if (isText) this.typing ??= setTimeout(() => this.settle(), TYPING_MS);
  }

  /** Whether something was typed that is not saved yet. */
  get isTyped() {
    return this.typing !== undefined;
  }

  /** What the question says now is the answer. */
  settle() {
    clearTimeout(this.typing);
    this.typing = undefined;
    this.answer(fromResponses(this.item.asks, responseOf(this.root)));
  }

  /** What was typed and is not saved yet is saved now. */
  leave() {
    if (this.isTyped) this.settle();
  }

  /** @param {number} index */
  choose(index) {
    chooseByNumber(this.root, index);
  }

  /** So that a screen reader can say the keys of the exam. */
  nameKeys() {
    const first = this.root.querySelector('[data-kind="choice"]');
    for (const [index, input] of [...first?.querySelectorAll("input") ?? []].slice(0, 6).entries()) {
      input.setAttribute("aria-keyshortcuts", String(index + 1));
    }
  }
}
