// How an exam ends: handed in by the candidate, closed by the server, or out of time, which only the server
// can say (N4). Whatever did not reach the server is shown and can be taken along, never dropped (N6).

/** @import { Exam } from "./exam.js" */
import { forgetDevice } from "./device.js";
import { counted, h } from "./dom.js";
import { pause, within } from "./request.js";
import { endPanel, exportLink } from "./review.js";
import { howMany, unsent, whereTheyAre } from "./unsent.js";

/** How long the submit dialog waits for the queue before it explains. */
const SUBMIT_PATIENCE_MS = 6_000;
const RETRY_MS = 3_000;
/** The server's word on the time comes at once, or the page says that it waits for it. */
const WORD_MS = 1_500;

/** The last part of one exam. */
export class Ending {
  /** @param {Exam} exam */
  constructor(exam) {
    this.exam = exam;
    this.judging = false;
    this.closing = false;
    this.panel = "";
  }

  /** Submits once the queue is empty; says why if it cannot. Ends when the dialog is closed. */
  async submit(/** @type {(text: string) => void} */ say, /** @type {() => boolean} */ isOpen) {
    const { exam } = this;
    const { sync } = exam;
    while (isOpen()) {
      if (!sync.empty) say(`Sending the last ${counted(sync.held().length, "answer")}…`);
      if (await sync.settled(SUBMIT_PATIENCE_MS)) {
        if (!isOpen()) return false;
        say("Submitting…");
        const came = await exam.server.handIn(false);
        if (came.outcome === "done") {
          this.leave(came.result);
          return true;
        }
        if (came.outcome === "elsewhere") exam.becomeReader("device", true);
      }
      if (exam.ended || exam.readOnly) return true;
      const left = await unsent(exam.journal, sync);
      const where = left.entries.length > 0 ? `${howMany(left)} ${whereTheyAre(left)}`
        : "Every answer is saved on the server.";
      say(`The server does not answer yet, so the exam is not submitted. ${where} This page keeps trying; `
        + "you can also keep working.");
      await pause(RETRY_MS);
    }
    return false;
  }

  /** Both clocks of the page have run out: the server is asked, and goes on if there is time left. */
  async timeIsUp() {
    if (this.judging || this.exam.ended) return;
    this.judging = true;
    this.exam.view.leave();
    // What the server says a moment later is as good: the loop asks again.
    let word = await within(WORD_MS, () => this.exam.server.time()).catch(() => undefined);
    while (!this.exam.ended && !this.decided(word)) {
      await this.explain(word !== undefined);
      if (word && await this.handInForTime()) break;
      await pause(RETRY_MS);
      word = await this.exam.server.time();
    }
    this.judging = false;
  }

  /**
   * Follows the server's word, if it says what to do.
   * @param {Awaited<ReturnType<Exam["server"]["time"]>>} word
   */
  decided(word) {
    if (!word) return false;
    if (word.state === "submitted") {
      void this.closed();
      return true;
    }
    if (word.left_ms <= 0) return false;
    this.goOn(word.left_ms, word.trip_ms);
    return true;
  }

  /** @param {number} left_ms @param {number} [trip_ms] */
  goOn(left_ms, trip_ms) {
    const { exam } = this;
    exam.timer.set(left_ms, trip_ms);
    if (!exam.locked) return;
    exam.locked = false;
    this.panel = "";
    exam.view.announce("There is time left. You can go on.", true);
    exam.show(exam.current, true);
  }

  /** The server said that time is over. @returns {Promise<boolean>} whether this is settled */
  async handInForTime() {
    const { exam } = this;
    // Who only reads hands in nothing; the server ends the sitting by itself.
    if (exam.reader || !(await exam.sync.settled(RETRY_MS))) return exam.ended;
    const came = await exam.server.handIn(true);
    if (came.outcome === "done") this.leave(came.result);
    else if (came.outcome === "time-left") this.goOn(came.left_ms);
    else if (came.outcome === "elsewhere") exam.becomeReader("device", true);
    return came.outcome === "done" || came.outcome === "time-left";
  }

  /** Says that time is over, and on whose word. @param {boolean} confirmed */
  async explain(confirmed) {
    const { exam } = this;
    if (!exam.locked) {
      exam.view.leave();
      exam.locked = true;
      document.querySelector("dialog")?.close();
    }
    const left = await unsent(exam.journal, exam.sync);
    if (exam.ended) return;
    const missing = left.entries.length > 0;
    const where = missing ? `${howMany(left)} ${whereTheyAre(left)}` : "Every answer is saved on the server.";
    const title = confirmed ? "Time is over" : "Time is over by this page’s clock";
    const text = confirmed
      ? `${where} Your exam is being submitted. Keep this page open.`
      : `Only the server can say so, and it does not answer yet. ${where} If there is time left, you go on `
        + "here as soon as it answers. Keep this page open.";
    if (this.panel === title + text) return;
    const first = !this.panel.startsWith(title);
    this.panel = title + text;
    if (first) exam.view.announce(`${title}.`, true);
    const links = missing ? [exportLink(exam.sitting.sitting, exam.items, left.entries)] : [];
    exam.view.showPanel(endPanel(title, text, ...links), "");
  }

  /** The server closed the sitting: nothing more is accepted. What was not sent is shown, never dropped. */
  async closed() {
    if (this.closing) return;
    this.closing = true;
    const { exam } = this;
    exam.end();
    const left = await unsent(exam.journal, exam.sync);
    if (left.entries.length === 0) {
      this.leave("");
      return;
    }
    exam.leftBehind = left.entries.length;
    exam.sync.halt("closed");
    exam.view.showPanel(endPanel("This exam is closed",
      `${counted(left.entries.length, "change")} made here did not reach the server before the exam was `
      + `closed. ${whereTheyAre(left)} Everything saved before counts. `
      + (exam.root.dataset.leftBehind ?? ""),
      exportLink(exam.sitting.sitting, exam.items, left.entries, "button-primary"),
      h("a", { class: "button button-secondary", href: this.resultPage() }, "Go to the result")), "");
  }

  resultPage() {
    return this.exam.root.dataset.result || location.pathname;
  }

  /** On to the result. @param {string} result */
  leave(result) {
    this.exam.end();
    forgetDevice(this.exam.sitting.sitting);
    location.assign(result || this.resultPage());
  }
}
