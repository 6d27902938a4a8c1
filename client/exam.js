// Entry of the exam client: loads the sitting, replays the journal, and connects the parts.

/** @import { Entry, Item, Sitting, WriterWord } from "./types.js" */
/** @import { By } from "./reader.js"; @import { Filter } from "./review.js" */
import { isSame } from "./answers.js";
import { missing, missingWords } from "./capable.js";
import { deviceToken, placeToStart, rememberPlace } from "./device.js";
import { h } from "./dom.js";
import { Ending } from "./ending.js";
import { Journal, MemoryJournal } from "./journal.js";
import { listen } from "./keys.js";
import { loadPatiently } from "./loading.js";
import { overtakenNotice, readerNotice } from "./reader.js";
import { passed, within } from "./request.js";
import { helpDialog, reviewPanel, submitDialog } from "./review.js";
import { Server } from "./server.js";
import { Sync } from "./sync.js";
import { Timer } from "./timer.js";
import { ItemTimes } from "./times.js";
import { unsent } from "./unsent.js";
import { View } from "./view.js";
import { Writer } from "./writer.js";

/** How long the first question waits for the server's word on who writes; each save asks again anyway. */
const WRITER_WORD_MS = 3_000;

/** @param {Pick<Entry, "response" | "flagged">} one @param {Pick<Entry, "response" | "flagged">} other */
const sameAnswer = (one, other) => one.flagged === other.flagged && isSame(one.response, other.response);

/** One sitting in one tab. */
export class Exam {
  /**
   * @param {HTMLElement} root
   * @param {Sitting} sitting
   * @param {Server} server
   * @param {Journal | MemoryJournal} journal
   */
  constructor(root, sitting, server, journal) {
    this.root = root;
    this.sitting = sitting;
    this.items = sitting.items;
    this.server = server;
    this.journal = journal;
    this.current = 0;
    this.reviewing = false;
    /** @type {Filter} which questions the review shows */
    this.filter = "all";
    this.locked = false;
    this.ended = false;
    /** @type {"" | By} who writes, where it is not this page */
    this.reader = "";
    this.lost = false;
    /** How many answers a page that sends nothing any more still has. */
    this.leftBehind = 0;
    this.asking = false;
    this.askingToSignIn = false;
    this.clientId = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    this.writer = new Writer(sitting.sitting, () => this.becomeReader("tab", true));
    this.times = new ItemTimes();
    this.ending = new Ending(this);
    const bound = /** @type {import("./view.js").Actions} */ ({
      next: () => this.move(1),
      previous: () => this.move(-1),
      flag: () => this.flag(),
      review: () => this.review(),
      help: helpDialog,
      answer: (item, response) => this.change(item, { response, flagged: item.flagged }),
    });
    this.view = new View(root, sitting, bound);
    this.timer = new Timer({
      tick: (left) => this.view.showTime(left),
      announce: (text, urgent) => this.view.announce(text, urgent),
      doubt: () => void this.askTime(),
      zero: () => void this.ending.timeIsUp(),
    });
    // Before the queue, which says farewell on the same event.
    addEventListener("pagehide", () => this.view.leave());
    this.sync = this.buildSync();
    listen({ ...bound, choose: (index) => this.view.question?.choose(index) });
    document.addEventListener("visibilitychange", () => this.wake());
    for (const event of ["focus", "pageshow", "online"]) addEventListener(event, () => this.wake());
  }

  buildSync() {
    return new Sync({
      server: this.server,
      journal: this.journal,
      report: (state, waiting) => {
        this.view.showSave(state, this.sync.halted ? this.leftBehind : waiting);
        this.signInNotice(state === "signed-out");
      },
      time: (left, trip) => this.timer.set(left, trip),
      raised: (id, seq) => {
        for (const item of this.items) if (item.item === id) item.seq = Math.max(item.seq, seq);
      },
      closed: () => void this.ending.closed(),
      elsewhere: () => this.becomeReader("device", true),
    });
  }

  get readOnly() {
    return this.reader !== "" || this.locked;
  }

  async start() {
    if (this.journal instanceof MemoryJournal) {
      this.view.notice("journal", { tone: "attention", title: "This browser keeps no answers on this device",
        text: "An answer is safe once “Saved” is shown. Use another browser if you can." });
    }
    const here = await this.writer.claim(false);
    const device = await this.deviceMayWrite();
    if (this.ended) return;
    if (!here) this.becomeReader("tab", false);
    else if (device === "elsewhere") this.becomeReader("device", false);
    else await this.replay(false);
    this.sync.show();
    if (!this.ended && !this.locked) this.show(placeToStart(this.sitting), false);
  }

  /** Where the server does not say it in time, the page goes on: each save is judged anyway. */
  async deviceMayWrite() {
    const asked = this.server.writer(false);
    const late = (/** @type {WriterWord | undefined} */ word) => {
      if (word === "elsewhere") this.becomeReader("device", false);
    };
    return within(WRITER_WORD_MS, () => asked).catch(() => void asked.then(late));
  }

  /**
   * Brings what this device kept and the server does not have yet back into the page and the queue.
   * @param {boolean} taken whether the right to write came back from another device, which may have answered
   */
  async replay(taken) {
    const all = await this.journal.entries().catch(() => /** @type {Entry[]} */ ([]));
    const left = await unsent(this.journal, this.sync);
    this.sync.clear();
    /** @type {[Item, Entry][]} */
    const overtaken = [];
    for (const item of this.items) {
      const entry = left.entries.find((one) => one.item === item.item);
      if (!entry || entry.set_aside) continue;
      const ours = all.some((one) => one.item === item.item && one.seq === item.seq && sameAnswer(one, item));
      const later = entry.seq < item.seq || (taken && !ours && item.seq > (entry.base ?? 0));
      if (sameAnswer(entry, item) && entry.seq <= item.seq) {
        // Received, but the receipt did not come back.
        await this.journal.settle(item.item, entry.seq).catch(() => {});
      } else if (later) {
        overtaken.push([item, entry]);
      } else {
        Object.assign(item, { response: entry.response, flagged: entry.flagged, seq: entry.seq });
        this.sync.push(entry, all.some((one) => one.item === entry.item && one.seq === entry.seq));
      }
    }
    await this.overtaken(overtaken);
  }

  /** Another device answered later: its answers stand, those of this one are kept and offered. */
  async overtaken(/** @type {[Item, Entry][]} */ pairs) {
    if (pairs.length === 0) return;
    for (const [, entry] of pairs) await this.journal.setAside(entry).catch(() => {});
    this.view.notice("overtaken", overtakenNotice(pairs.map(([item]) => item), () => {
      if (this.readOnly) return;
      this.view.notice("overtaken", null);
      for (const [item, entry] of pairs) void this.change(item, entry);
      this.view.question?.refill();
    }));
  }

  /** Writes a change: first the journal, then the page's state, then the server. */
  async change(/** @type {Item} */ item, /** @type {Pick<Entry, "response" | "flagged">} */ answer) {
    if (this.readOnly || sameAnswer(item, answer)) return;
    const [before] = this.sync.held().filter((one) => one.item === item.item);
    const base = before?.base ?? item.seq;
    Object.assign(item, { response: [...answer.response], flagged: answer.flagged, seq: item.seq + 1 });
    const evidence = this.times.of(item.item);
    /** @type {Entry} */
    const entry = {
      sitting: this.sitting.sitting, item: item.item, seq: item.seq, response: item.response,
      flagged: item.flagged, client_id: this.clientId, monotonic_ms: evidence.client_elapsed_ms,
      wall_ms: Date.now(), base, evidence,
    };
    this.sync.announce(entry);
    const kept = await this.journal.append(entry).then(() => true, () => false);
    this.sync.written(entry, kept);
    if (this.shown() === item) this.view.showFlag(item, this.readOnly);
  }

  shown() {
    return this.reviewing || this.ended || this.locked ? undefined : this.items[this.current];
  }

  flag() {
    this.view.leave();
    const item = this.shown();
    if (!item || this.readOnly) return;
    this.view.announce(item.flagged ? "Flag removed." : "Flagged for review.", false);
    void this.change(item, { response: item.response, flagged: !item.flagged });
  }

  move(/** @type {number} */ step) {
    if (this.ended || this.locked || this.reviewing) return;
    const target = this.current + step;
    if (target >= this.items.length) this.review();
    else if (target >= 0) this.show(target, true);
  }

  show(/** @type {number} */ index, /** @type {boolean} */ focus) {
    const item = this.items[index];
    if (!item || this.ended || this.locked) return;
    this.current = index;
    this.reviewing = false;
    this.times.show(item.item);
    rememberPlace(this.sitting.sitting, item.item);
    const last = index === this.items.length - 1;
    this.view.showItem(item, { first: index === 0, last, readOnly: this.readOnly, focus });
  }

  review() {
    if (this.ended || this.locked) return;
    // Before the answers are counted.
    this.view.leave();
    if (this.reviewing) {
      this.show(this.current, true);
      return;
    }
    this.reviewing = true;
    this.times.show();
    const only = (/** @type {Filter} */ filter) => { this.filter = filter; };
    this.view.showPanel(reviewPanel(this.items, this.current, {
      jump: (index) => this.show(index, true),
      submit: () => submitDialog(this.items, (say, isOpen) => this.ending.submit(say, isOpen),
        (filter) => { only(filter); this.redraw(); }),
      readOnly: this.readOnly, filter: this.filter, only,
    }), "Review");
  }

  /** Another tab or another device writes: from here on this page reads. */
  becomeReader(/** @type {By} */ by, /** @type {boolean} */ lost) {
    if (this.ended) return;
    this.view.leave();
    this.reader = by;
    this.lost = lost;
    this.sync.halt("reader");
    document.querySelector("dialog")?.close();
    void this.tellReader(false).then(() => this.refresh());
  }

  /** @param {boolean} failed whether the server did not answer when this page asked to write */
  async tellReader(failed) {
    const { reader: by, lost, items } = this;
    const left = await unsent(this.journal, this.sync);
    // A tab sends what the other tabs of this browser kept; only what stands on its page alone is missing.
    if (by === "tab" && left.onlyHere === 0) left.entries = [];
    if (this.ended || by === "") return;
    this.leftBehind = left.entries.length;
    this.sync.show();
    const take = () => void this.takeOver();
    const how = { by, lost, failed, sitting: this.sitting.sitting, items, unsent: left, take };
    this.view.notice("reader", readerNotice(how));
    this.redraw();
  }

  redraw() {
    if (!this.reviewing) this.show(this.current, false);
    else {
      this.reviewing = false;
      this.review();
    }
  }

  /** A reader is shown what counts: what the server has. */
  async refresh() {
    const { sitting } = await this.server.load().catch(() => ({ sitting: undefined }));
    if (sitting?.state !== "open" || !this.reader || this.ended) return;
    this.adopt(sitting);
    this.redraw();
  }

  /** @param {Sitting} fresh */
  adopt(fresh) {
    const stored = new Map(fresh.items.map((item) => [item.item, item]));
    for (const item of this.items) {
      const { response, flagged, seq } = stored.get(item.item) ?? item;
      Object.assign(item, { response, flagged, seq });
    }
  }

  /** The candidate goes on here: first the server's leave, then the tab's, then what the others saved. */
  async takeOver() {
    const word = await this.server.writer(true);
    const fresh = word === "here" ? await this.server.load().catch(() => undefined) : undefined;
    if (this.ended) return;
    if (!fresh?.sitting) {
      await this.tellReader(true);
      return;
    }
    await this.writer.claim(true);
    // Once more: the other one may have saved until the moment it learned of this.
    const latest = (await this.server.load().catch(() => fresh)).sitting ?? fresh.sitting;
    if (latest.state !== "open") return;
    this.reader = "";
    this.adopt(latest);
    this.view.notice("reader", null);
    await this.replay(true);
    this.sync.resume();
    this.redraw();
    this.view.announce("You continue here.", false);
  }

  signInNotice(/** @type {boolean} */ needed) {
    const href = this.root.dataset.signIn || "/sign-in";
    if (needed === this.askingToSignIn) return;
    this.askingToSignIn = needed;
    const link = h("a", { class: "button button-secondary", href, target: "_blank", rel: "noopener" },
      "Sign in in a new tab");
    const where = this.sync.unkept.size > 0
      ? "What is not saved yet is on this page only: leave it open."
      : "Every answer is kept on this device.";
    this.view.notice("sign-in", !needed ? null : {
      tone: "attention", title: "Sign in again to save your answers", actions: [link],
      text: `Your session ended. ${where} Sign in in the new tab, then come back here; you can go on working `
        + "meanwhile.",
    });
  }

  /** Clocks may stand still while a device sleeps, and others may have written meanwhile. */
  wake() {
    if (document.visibilityState !== "visible") this.view.leave();
    if (document.visibilityState !== "visible" || this.ended) return;
    this.sync.nudge();
    void this.askTime();
    if (this.reader) void this.refresh();
  }

  /** The server's word on the time, and on who writes. */
  async askTime() {
    if (this.asking || this.ended) return;
    this.asking = true;
    const word = await this.server.time();
    const who = word && !this.reader ? word.writer ?? await this.server.writer(false) : undefined;
    this.asking = false;
    if (this.ended || this.ending.judging) return;
    if (word?.state === "submitted") {
      await this.ending.closed();
      return;
    }
    if (word) {
      this.timer.set(word.left_ms, word.trip_ms);
      // Who answers this may take what is waiting, too.
      this.sync.nudge();
    }
    this.view.notice("clock", word || !this.timer.parted ? null : { tone: "attention",
      title: "This device’s clocks disagree",
      text: "The time shown may be wrong until the server answers. The exam follows the server’s clock.",
    });
    if (who === "elsewhere" && !this.reader) this.becomeReader("device", true);
  }

  /** Nothing more can be answered or asked. */
  end() {
    this.view.leave();
    this.locked = true;
    this.ended = true;
    this.timer.stop();
    document.querySelector("dialog")?.close();
    for (const kind of ["reader", "sign-in", "clock", "journal", "overtaken"]) this.view.notice(kind, null);
  }
}

async function begin() {
  const root = document.getElementById("exam");
  if (!root) return;
  const status = root.querySelector('[role="status"]');
  const say = (/** @type {string} */ text) => { if (status) status.textContent = text; };
  const lacking = missing();
  if (lacking.length > 0) {
    say(`${missingWords(lacking)} Your time and your saved answers are kept on the server.`);
    return;
  }
  const id = root.dataset.sitting ?? "";
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const device = deviceToken(id);
  const server = new Server({ api: root.dataset.api ?? "", sitting: id, csrf, device });
  const opening = Journal.open(id).catch(() => new MemoryJournal());
  const { sitting, at } = await loadPatiently(server, say);
  const exam = new Exam(root, sitting, server, await opening);
  if (sitting.state !== "open") {
    await exam.ending.closed();
    return;
  }
  const since = passed(at);
  exam.timer.set(sitting.time_left_ms - Math.max(0, Math.min(since.monotonic, since.wall)));
  await exam.start();
}

void begin();
