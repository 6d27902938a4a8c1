// Entry of the exam client: loads the sitting, replays the journal, and connects the parts.

/** @import { Entry, Item, Sitting } from "./types.js" */
import { counted, h } from "./dom.js";
import { Journal, MemoryJournal } from "./journal.js";
import { listen } from "./keys.js";
import { endPanel, exportLink, helpDialog, reviewPanel, submitDialog } from "./review.js";
import { Sync } from "./sync.js";
import { Timer } from "./timer.js";
import { View } from "./view.js";
import { Writer } from "./writer.js";

const LOAD_WAIT_MS = 2_000;
const LOAD_TIMEOUT_MS = 20_000;
/** How long the submit dialog waits for the queue before it explains. */
const SUBMIT_PATIENCE_MS = 6_000;
const RETRY_MS = 3_000;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** @param {Pick<Entry, "response" | "flagged">} one @param {Pick<Entry, "response" | "flagged">} other */
const sameAnswer = (one, other) => one.flagged === other.flagged
  && one.response.length === other.response.length && one.response.every((id) => other.response.includes(id));

/** One sitting in one tab. */
class Exam {
  /**
   * @param {HTMLElement} root
   * @param {Sitting} sitting
   * @param {Journal | MemoryJournal} journal
   */
  constructor(root, sitting, journal) {
    this.root = root;
    this.sitting = sitting;
    this.items = sitting.items;
    this.journal = journal;
    this.current = 0;
    this.reviewing = false;
    this.locked = false;
    this.ended = false;
    this.askingToSignIn = false;
    this.clientId = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    this.writer = new Writer(sitting.sitting, () => this.becomeReader());
    const bound = /** @type {import("./view.js").Actions} */ ({
      next: () => this.move(1),
      previous: () => this.move(-1),
      flag: () => this.flag(),
      review: () => this.review(),
      help: helpDialog,
      choose: (item, response) => this.change(item, { response, flagged: item.flagged }),
    });
    this.view = new View(root, sitting, bound);
    this.timer = new Timer({
      tick: (left) => this.view.showTime(left),
      announce: (text, urgent) => this.view.announce(text, urgent),
      over: () => this.timeIsOver(),
    });
    this.sync = this.buildSync();
    listen({ ...bound, choose: (index) => this.chooseByKey(index) });
    document.addEventListener("visibilitychange", () => this.wake());
  }

  buildSync() {
    return new Sync({
      api: this.root.dataset.api ?? "",
      csrf: document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "",
      journal: this.journal,
      report: (state, waiting) => {
        this.view.showSave(state, waiting);
        this.signInNotice(state === "signed-out");
      },
      time: (left, trip) => this.timer.set(left, trip),
      raised: (id, seq) => {
        const item = this.items.find((one) => one.item === id);
        if (item) item.seq = Math.max(item.seq, seq);
      },
      closed: () => this.closed(),
    });
  }

  get readOnly() {
    return !this.writer.holding || this.locked;
  }

  async start() {
    await this.writer.claim(false);
    if (this.journal instanceof MemoryJournal) {
      this.view.notice("journal", { tone: "attention", title: "This browser keeps no answers on this device",
        text: "An answer is safe once “Saved” is shown. Use another browser if you can." });
    }
    if (this.writer.holding) await this.replay();
    else this.readerNotice();
    this.view.showSave(this.sync.state, this.sync.waiting.size);
    this.timer.set(this.sitting.time_left_ms);
    if (!this.ended) this.show(0, false);
  }

  /** Brings what this device kept and the server does not have yet back into the page and the queue. */
  async replay() {
    /** @type {Map<string, Entry>} */
    const newest = new Map();
    for (const entry of await this.journal.entries()) if (!entry.set_aside) newest.set(entry.item, entry);
    for (const item of this.items) {
      const entry = newest.get(item.item);
      if (!entry) continue;
      if (entry.seq <= item.seq && sameAnswer(entry, item)) {
        // Received, but the receipt did not come back.
        await this.journal.settle(item.item, entry.seq).catch(() => {});
      } else if (entry.seq < item.seq) {
        await this.overtaken(item, entry);
      } else {
        Object.assign(item, { response: entry.response, flagged: entry.flagged, seq: entry.seq });
        this.sync.push(entry);
      }
    }
  }

  /** Another device answered later: its answer stands, this one is kept and the candidate is told. */
  async overtaken(/** @type {Item} */ item, /** @type {Entry} */ entry) {
    await this.journal.setAside(entry).catch(() => {});
    this.view.notice(`overtaken-${item.item}`, { tone: "attention",
      title: `Check question ${item.position}`,
      text: "This device kept an answer that was not sent before a later one was saved from another device. "
        + "The later one is shown." });
  }

  /** Writes a change: first the journal, then the page's state, then the server. */
  async change(/** @type {Item} */ item, /** @type {Pick<Entry, "response" | "flagged">} */ answer) {
    if (this.readOnly || sameAnswer(item, answer)) return;
    Object.assign(item, { response: [...answer.response], flagged: answer.flagged, seq: item.seq + 1 });
    /** @type {Entry} */
    const entry = {
      sitting: this.sitting.sitting, item: item.item, seq: item.seq, response: item.response,
      flagged: item.flagged, client_id: this.clientId, monotonic_ms: performance.now(), wall_ms: Date.now(),
    };
    this.sync.announce();
    const kept = await this.journal.append(entry).then(() => true, () => false);
    this.sync.written(entry, kept);
    if (this.shown() === item) this.view.showAnswer(item, this.readOnly);
  }

  shown() {
    return this.reviewing || this.ended ? undefined : this.items[this.current];
  }

  flag() {
    const item = this.shown();
    if (!item) return;
    this.view.announce(item.flagged ? "Flag taken away." : "Flagged for review.", false);
    void this.change(item, { response: item.response, flagged: !item.flagged });
  }

  chooseByKey(/** @type {number} */ index) {
    const item = this.shown();
    const option = item?.options[index];
    if (!item || !option || this.readOnly) return;
    const several = item.choose > 1;
    const without = item.response.filter((id) => id !== option.id);
    const chosen = several ? [...without, option.id] : [option.id];
    const response = several && item.response.includes(option.id) ? without : chosen;
    this.view.inputs?.[index]?.focus();
    void this.change(item, { response, flagged: item.flagged });
    this.view.showAnswer(item, this.readOnly);
  }

  move(/** @type {number} */ step) {
    if (this.ended || this.reviewing) return;
    const target = this.current + step;
    if (target >= this.items.length) this.review();
    else if (target >= 0) this.show(target, true);
  }

  show(/** @type {number} */ index, /** @type {boolean} */ focus) {
    const item = this.items[index];
    if (!item || this.ended) return;
    this.current = index;
    this.reviewing = false;
    const last = index === this.items.length - 1;
    this.view.showItem(item, { first: index === 0, last, readOnly: this.readOnly, focus });
  }

  review() {
    if (this.ended) return;
    if (this.reviewing) {
      this.show(this.current, true);
      return;
    }
    this.reviewing = true;
    this.view.showPanel(reviewPanel(this.items, this.current, {
      jump: (index) => this.show(index, true),
      submit: () => submitDialog(this.items, (say, isOpen) => this.submit(say, isOpen)),
      readOnly: this.readOnly,
    }), "Review");
  }

  /** Submits once the queue is empty; says why if it cannot. Ends when the dialog is closed. */
  async submit(/** @type {(text: string) => void} */ say, /** @type {() => boolean} */ isOpen) {
    while (isOpen()) {
      if (!this.sync.empty) say(`Sending the last ${counted(this.sync.waiting.size, "answer")}…`);
      if (await this.sync.settled(SUBMIT_PATIENCE_MS)) {
        if (!isOpen()) return false;
        say("Submitting…");
        const outcome = await this.sync.submit();
        if (outcome) {
          this.leave(outcome.result);
          return true;
        }
      }
      if (this.ended) return true;
      say("The server does not answer yet, so the exam is not submitted. Your answers are kept on this "
        + "device. This page keeps trying; you can also keep working.");
      await pause(RETRY_MS);
    }
    return false;
  }

  /** Locks, sends what is left, submits. Goes on until it is done. */
  async timeIsOver() {
    if (this.ended || !this.writer.holding) return;
    this.locked = true;
    this.ended = true;
    document.querySelector("dialog")?.close();
    this.view.announce("Time is over. Your answers are being submitted.", true);
    const text = "Your answers are being submitted. Keep this page open.";
    this.view.showPanel(endPanel("Time is over", text), "");
    for (let round = 0; ; round += 1) {
      if (await this.sync.settled(RETRY_MS)) {
        const outcome = await this.sync.submit();
        if (outcome) {
          this.leave(outcome.result);
          return;
        }
      }
      if (this.sync.paused) return;
      if (round === 0) await this.explainEnd();
      await pause(RETRY_MS);
    }
  }

  async explainEnd() {
    const entries = await this.journal.entries().catch(() => [...this.sync.waiting.values()]);
    this.view.showPanel(endPanel("Time is over",
      "The server does not answer yet. Your answers were given in time and are kept on this device; they are "
      + "sent as soon as the connection is back. Keep this page open, or give the file to the invigilator.",
      exportLink(this.sitting.sitting, entries)), "");
  }

  /** The server closed the sitting: nothing more is accepted. What was not sent is shown, never dropped. */
  async closed() {
    this.locked = true;
    this.ended = true;
    this.timer.stop();
    const entries = await this.journal.entries().catch(() => [...this.sync.waiting.values()]);
    if (entries.length === 0) {
      this.leave("");
      return;
    }
    this.view.showPanel(endPanel("This exam is closed",
      `${counted(entries.length, "change")} on this device did not reach the server before the exam was `
      + "closed. Everything saved before counts. Give the file to the invigilator or the certification body.",
      exportLink(this.sitting.sitting, entries),
      h("a", { class: "button button-primary", href: this.resultPage() }, "Go to the result")), "");
  }

  resultPage() {
    return `/sittings/${encodeURIComponent(this.sitting.sitting)}/result`;
  }

  leave(/** @type {string} */ result) {
    this.ended = true;
    this.timer.stop();
    location.assign(result.startsWith("/") ? result : this.resultPage());
  }

  /** Another tab writes now. */
  becomeReader() {
    this.writer.holding = false;
    this.sync.pause();
    if (this.ended) return;
    this.readerNotice();
    this.show(this.current, false);
  }

  readerNotice() {
    const take = h("button", { type: "button", class: "button button-secondary" }, "Continue here");
    // The page starts anew with the right to write, so that it shows what the other tab has saved.
    take.addEventListener("click", async () => {
      sessionStorage.setItem("assay-take", this.sitting.sitting);
      location.reload();
    });
    this.view.notice("reader", { tone: "information", title: "This exam is open in another tab",
      text: "Answer there, or continue here: the other tab can then only be read.", actions: [take] });
  }

  signInNotice(/** @type {boolean} */ needed) {
    const href = this.root.dataset.signIn || "/sign-in";
    if (needed === this.askingToSignIn) return;
    this.askingToSignIn = needed;
    const link = h("a", { class: "button button-secondary", href, target: "_blank", rel: "noopener" },
      "Sign in in a new tab");
    this.view.notice("sign-in", !needed ? null : {
      tone: "attention", title: "Sign in again to save your answers", actions: [link],
      text: "Your session ended. Every answer is kept on this device. Sign in in the new tab, then come back "
        + "here; you can go on working meanwhile.",
    });
  }

  /** Clocks may stand still while a device sleeps: on waking, the server says what time is left. */
  async wake() {
    if (document.visibilityState !== "visible" || this.ended) return;
    this.sync.nudge();
    const fresh = await load(this.root.dataset.api ?? "").catch(() => undefined);
    if (fresh?.state === "open") this.timer.set(fresh.time_left_ms);
  }
}

/** @param {string} api @returns {Promise<Sitting>} */
async function load(api) {
  const response = await fetch(api, {
    credentials: "same-origin",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(LOAD_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** Loads the sitting, however long it takes. @param {HTMLElement} root @returns {Promise<Sitting>} */
async function loadPatiently(root) {
  const status = root.querySelector('[role="status"]');
  for (;;) {
    try {
      return await load(root.dataset.api ?? "");
    } catch (error) {
      const unknown = error instanceof Error && /status (401|403|404)/.test(error.message);
      if (status) {
        status.textContent = unknown
          ? "This exam cannot be opened with this sign-in. Sign in again, then load this page once more."
          : "Your exam cannot be loaded yet – trying again. Answers given before are safe.";
      }
      await pause(LOAD_WAIT_MS);
    }
  }
}

async function begin() {
  const root = document.getElementById("exam");
  if (!root) return;
  const sitting = await loadPatiently(root);
  const journal = await Journal.open(sitting.sitting).catch(() => new MemoryJournal());
  const exam = new Exam(root, sitting, journal);
  if (sitting.state !== "open") {
    await exam.closed();
    return;
  }
  if (sessionStorage.getItem("assay-take") === sitting.sitting) {
    sessionStorage.removeItem("assay-take");
    await exam.writer.claim(true);
  }
  await exam.start();
}

void begin();
