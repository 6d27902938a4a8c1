// The exam's frame: position, save state and time at the edge, one question in the middle.

/** @import { Item, SaveState, Sitting } from "./types.js" */
import { counted, h, icon } from "./dom.js";
import { ShownQuestion } from "./question.js";
import { clockFace } from "./timer.js";

const LOW_TIME_MS = 5 * 60_000;

/**
 * @typedef {{
 *   next(): void, previous(): void, flag(): void, review(): void, help(): void,
 *   answer(item: Item, response: string[]): void,
 * }} Actions
 */

/** What a save state says. @type {Record<SaveState, [Parameters<typeof icon>[0], string]>} */
const SAVE_WORDS = {
  saved: ["tick", "Saved"],
  writing: ["device", "Saving…"],
  kept: ["device", "Kept on this device"],
  retrying: ["attention", "Not saved on the server yet – retrying"],
  "signed-out": ["attention", "Not saved on the server yet – sign in again"],
  unkept: ["attention", "Sending – not kept on this device"],
  reader: ["device", "Read only"],
  closed: ["attention", "Closed"],
};
/** States in which nothing is wrong. */
const CALM = ["saved", "writing", "kept", "reader"];
/** States in which nothing is being sent. */
const STILL = ["reader", "closed"];

/** The page's elements, and how each part of the state is drawn. */
export class View {
  /**
   * @param {HTMLElement} root
   * @param {Sitting} sitting
   * @param {Actions} actions
   */
  constructor(root, sitting, actions) {
    this.actions = actions;
    this.total = sitting.items.length;
    /** @type {ShownQuestion | undefined} */
    this.question = undefined;
    this.lowTime = false;
    this.lastTimeText = "";
    this.position = h("span", { class: "exam-position" });
    this.save = h("span", { class: "exam-save" });
    this.time = h("span", { class: "exam-time-left" });
    this.toggle = h("button", { type: "button", class: "exam-time-toggle", onclick: () => this.hideTime() });
    const label = h("span", { class: "visually-hidden" }, "Time left: ");
    // A machine's translation makes another item of it, and sends its text to a third party (N14).
    this.clock = h("div", { class: "exam-time", translate: "no" }, icon("clock"), label, this.time,
      this.toggle);
    this.notices = h("div", { class: "exam-notices" });
    this.stage = h("div", { class: "exam-stage", id: "stage", translate: "no" });
    this.footer = this.buildFooter();
    this.polite = h("p", { class: "visually-hidden", "aria-live": "polite" });
    this.assertive = h("p", { class: "visually-hidden", "aria-live": "assertive" });
    this.timeHidden = false;
    this.showToggle();
    root.replaceChildren(
      h("a", { class: "skip-link", href: "#stage", onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.focusHeading();
      } }, "Skip to the question"),
      this.buildHeader(sitting), this.notices, this.middle(root.dataset.notice ?? ""), this.footer,
      this.polite, this.assertive,
    );
  }

  /** The stage, and below it whose exam this is not. @param {string} notice */
  middle(notice) {
    const words = notice ? [h("p", { class: "exam-notice" }, notice)] : [];
    return h("div", { class: "exam-middle" }, this.stage, ...words);
  }

  /** @param {Sitting} sitting */
  buildHeader(sitting) {
    const title = h("span", { class: "exam-title" }, sitting.title);
    if (sitting.demonstration) title.append(" ", h("span", { class: "exam-demo" }, "Demonstration"));
    return h("header", { class: "exam-head" },
      h("div", { class: "exam-what" }, title, this.position), this.save, this.clock);
  }

  buildFooter() {
    const { previous, next, flag, review, help } = this.actions;
    const button = (/** @type {string} */ kind, /** @type {() => void} */ onclick,
      /** @type {(Node | string)[]} */ ...inside) =>
      h("button", { type: "button", class: `button ${kind}`, onclick }, ...inside);
    this.previousButton = button("button-secondary exam-previous", previous, "Previous");
    this.nextButton = button("button-primary exam-next", next, "Next");
    this.flagButton = button("button-quiet exam-flag", flag);
    this.reviewButton = button("button-quiet exam-review", review,
      h("span", {}, "Review", h("span", {}, " all")));
    this.helpButton = button("button-quiet exam-help", help, "?");
    this.helpButton.setAttribute("aria-label", "Keyboard and help");
    return h("nav", { class: "exam-foot", "aria-label": "Questions" }, this.previousButton,
      h("span", { class: "exam-tools" }, this.flagButton, this.reviewButton, this.helpButton),
      this.nextButton);
  }

  /**
   * Draws one question.
   * @param {Item} item
   * @param {{first: boolean, last: boolean, readOnly: boolean, focus: boolean}} how
   */
  showItem(item, { first, last, readOnly, focus }) {
    this.leave();
    const place = h("div", { class: "exam-question" });
    this.heading = h("h1", { tabindex: "-1", class: "exam-heading" }, `Question ${item.position}`);
    this.stage.replaceChildren(h("article", { class: "exam-item" }, this.heading, place));
    const answer = (/** @type {string[]} */ response) => this.actions.answer(item, response);
    this.question = new ShownQuestion(place, item, { readOnly, answer });
    this.position.textContent = `Question ${item.position} of ${this.total}`;
    this.footer.hidden = false;
    this.previousButton?.toggleAttribute("disabled", first);
    if (this.nextButton) this.nextButton.textContent = last ? "Review all" : "Next";
    this.reviewButton?.toggleAttribute("hidden", last);
    this.showFlag(item, readOnly);
    this.stage.scrollTop = 0;
    scrollTo(0, 0);
    if (focus) this.focusHeading();
  }

  /** What was typed into the question on show is saved before anything else happens to it. */
  leave() {
    this.question?.leave();
  }

  /** @param {Item} item @param {boolean} readOnly */
  showFlag(item, readOnly) {
    const flag = h("span", {}, item.flagged ? "Flagged" : "Flag");
    this.flagButton?.replaceChildren(icon("flag", item.flagged), flag);
    this.flagButton?.setAttribute("aria-pressed", String(item.flagged));
    this.flagButton?.setAttribute("aria-label", "Flag for review");
    this.flagButton?.toggleAttribute("disabled", readOnly);
  }

  /**
   * Draws anything else than a question: the review, the end.
   * @param {HTMLElement} content
   * @param {string} where
   */
  showPanel(content, where) {
    this.leave();
    this.question = undefined;
    this.stage.replaceChildren(content);
    this.heading = content.querySelector("h1") ?? undefined;
    this.position.textContent = where;
    this.footer.hidden = true;
    this.stage.scrollTop = 0;
    scrollTo(0, 0);
    this.focusHeading();
  }

  focusHeading() {
    this.heading?.focus({ preventScroll: true });
  }

  /** @param {SaveState} state @param {number} waiting */
  showSave(state, waiting) {
    const [picture, words] = SAVE_WORDS[state];
    const before = this.save.dataset.state;
    const still = STILL.includes(state);
    const trouble = !CALM.includes(state);
    let count = trouble && waiting > 1 ? ` (${counted(waiting, "answer")})` : "";
    if (still) count = waiting > 0 ? ` – ${counted(waiting, "answer")} not sent` : "";
    this.save.dataset.state = state;
    this.save.toggleAttribute("data-unsent", still && waiting > 0);
    this.save.replaceChildren(icon(picture), h("span", {}, words + count));
    const wasTrouble = before !== undefined && !CALM.includes(before);
    if (trouble && !still && before !== state) this.announce(`${words}. You can go on working.`, false);
    if (wasTrouble && state === "saved") this.announce("All answers are saved on the server.", false);
  }

  /** @param {number} left_ms */
  showTime(left_ms) {
    const low = left_ms <= LOW_TIME_MS;
    const text = clockFace(left_ms);
    if (text !== this.lastTimeText) this.time.textContent = this.timeHidden ? "Time hidden" : text;
    this.lastTimeText = text;
    if (low === this.lowTime) return;
    this.lowTime = low;
    this.clock.classList.toggle("is-low", low);
  }

  hideTime() {
    this.timeHidden = !this.timeHidden;
    this.time.textContent = this.timeHidden ? "Time hidden" : this.lastTimeText;
    this.showToggle();
  }

  showToggle() {
    this.toggle.textContent = this.timeHidden ? "Show" : "Hide";
    this.toggle.setAttribute("aria-label", this.timeHidden ? "Show the time left" : "Hide the time left");
  }

  /** @param {string} text @param {boolean} urgent */
  announce(text, urgent) {
    const region = urgent ? this.assertive : this.polite;
    region.textContent = "";
    // A region speaks when its text changes; the pause makes the same words speak again.
    setTimeout(() => { region.textContent = text; }, 50);
  }

  /**
   * Shows a message above the question, or takes it away; one a kind.
   * @param {string} kind
   * @param {{tone: string, title: string, text?: string, actions?: Node[]} | null} notice
   */
  notice(kind, notice) {
    this.notices.querySelector(`[data-kind="${kind}"]`)?.remove();
    if (!notice) return;
    this.notices.append(h("div", { class: `banner tone-${notice.tone}`, "data-kind": kind, role: "status" },
      icon("attention"),
      h("div", { class: "banner-text" }, h("p", { class: "banner-title" }, notice.title),
        notice.text && h("p", { class: "banner-body" }, notice.text),
        notice.actions && h("p", { class: "exam-notice-actions" }, ...notice.actions))));
  }
}
