// Sends the journal to the server: one request at a time, the newest change of each item, again and again
// until a receipt covers it. The browser's word on being online is a hint to try now, never a condition.

/** @import { Entry, SaveState } from "./types.js" */
/** @import { Answer } from "./request.js" */
/** @import { Server } from "./server.js" */
import { pause } from "./request.js";
import { receiptFor, timeLeft } from "./shapes.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Longest wait that a Retry-After header may ask for. */
const LONGEST_RETRY_AFTER_MS = 30_000;
/** An item that the server refuses for its own sake waits this long, so that it holds up no other. */
const REFUSED_WAIT_MS = 30_000;
/** Browsers let about 64 KiB of requests outlive a page. */
const KEEPALIVE_LIMIT = 60;
const LOOK_MS = 100;

/** The queue of changes that the server has not acknowledged. */
export class Sync {
  /**
   * @param {{
   *   server: Server,
   *   journal: {append(entry: Entry): Promise<void>, settle(item: string, seq: number): Promise<void>},
   *   report: (state: SaveState, waiting: number) => void,
   *   time: (left_ms: number, round_trip_ms: number) => void,
   *   raised: (item: string, seq: number) => void,
   *   closed: () => void,
   *   elsewhere: () => void,
   * }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {Map<string, Entry>} the newest unacknowledged change of each item */
    this.waiting = new Map();
    /** @type {Set<string>} items that were refused for their own sake and are not to be tried yet */
    this.refusedItems = new Set();
    /** @type {Set<string>} items whose waiting change is in memory only */
    this.unkept = new Set();
    /** @type {Set<Entry>} on their way into the journal: not queued yet, and not saved either */
    this.writing = new Set();
    /** @type {Map<string, number>} the number up to which each item is on the server, by receipt */
    this.received = new Map();
    this.failures = 0;
    this.signedOut = false;
    this.running = false;
    /** @type {"" | "reader" | "closed"} why nothing is sent */
    this.halted = "";
    /** @type {(() => void) | undefined} */
    this.wake = undefined;
    addEventListener("online", () => this.nudge());
    addEventListener("pagehide", () => this.farewell());
  }

  /** A change was made and goes into the journal now; `written` follows. From here on nothing is 'saved'. */
  announce(/** @type {Entry} */ entry) {
    this.writing.add(entry);
    this.show();
  }

  /** Adds an announced change that stands in the journal (or, if `kept` is false, only here). */
  written(/** @type {Entry} */ entry, /** @type {boolean} */ kept) {
    this.writing.delete(entry);
    this.push(entry, kept);
  }

  /** Adds a change that stands in the journal (or, if `kept` is false, only here). @param {Entry} entry */
  push(entry, kept = true) {
    const known = this.waiting.get(entry.item);
    if (known && known.seq >= entry.seq) {
      // The waiting change was renumbered while this newer one was being written down.
      void this.renumber(entry, known.seq + 1);
    } else {
      this.waiting.set(entry.item, entry);
    }
    this.refusedItems.delete(entry.item);
    if (kept) this.unkept.delete(entry.item);
    else this.unkept.add(entry.item);
    this.show();
    this.nudge();
    void this.run();
  }

  /** Everything that is only in memory or on its way. */
  held() {
    return [...this.waiting.values(), ...this.writing];
  }

  /** Whether a receipt covers this change. @param {Entry} entry */
  has(entry) {
    return entry.seq <= (this.received.get(entry.item) ?? 0);
  }

  /** The queue is read anew, because what the server has was read anew. */
  clear() {
    this.waiting.clear();
    this.unkept.clear();
    this.refusedItems.clear();
  }

  /** Whether everything is on the server. */
  get empty() {
    return this.waiting.size === 0 && this.writing.size === 0;
  }

  /** @returns {SaveState} */
  get state() {
    if (this.halted) return this.halted;
    if (this.empty) return "saved";
    if (this.signedOut) return "signed-out";
    if (this.unkept.size > 0) return "unkept";
    if (this.failures > 0 || this.refusedItems.size > 0) return "retrying";
    return this.writing.size > 0 ? "writing" : "kept";
  }

  show() {
    this.options.report(this.state, this.waiting.size + this.writing.size);
  }

  /** Ends the current wait. */
  nudge() {
    this.wake?.();
  }

  /** Stops sending: another one writes now, or nothing is taken any more. What is left is kept. */
  halt(/** @type {"reader" | "closed"} */ why) {
    this.halted = why;
    this.show();
    this.nudge();
  }

  /** This page may write again. */
  resume() {
    this.halted = "";
    this.failures = 0;
    this.show();
    void this.run();
  }

  /** @param {number} ms @returns {Promise<void>} */
  sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.waiting.size > 0 && !this.halted) {
      const entry = this.next();
      const wait = entry ? await this.send(entry) : REFUSED_WAIT_MS;
      this.show();
      if (wait > 0 && !this.halted) await this.sleep(wait);
    }
    this.running = false;
  }

  /** @returns {Entry | undefined} */
  next() {
    for (const [item, entry] of this.waiting) if (!this.refusedItems.has(item)) return entry;
    return undefined;
  }

  /** Sends one change. @param {Entry} entry @returns {Promise<number>} how long to wait before the next */
  async send(entry) {
    try {
      const answer = await this.options.server.save(entry);
      if (!answer.ok) return await this.refused(entry, answer);
      const seq = receiptFor(answer.body, entry);
      // Whatever said yes, it was not our server speaking of this change (N1).
      if (seq === undefined) return this.failed();
      this.options.time(timeLeft(answer.body) ?? Number.NaN, answer.trip_ms);
      await this.acknowledged(entry, seq);
      return 0;
    } catch {
      return this.failed();
    }
  }

  /** @param {Entry} entry @param {number} seq */
  async acknowledged(entry, seq) {
    this.failures = 0;
    this.signedOut = false;
    this.refusedItems.delete(entry.item);
    this.received.set(entry.item, Math.max(entry.seq, this.received.get(entry.item) ?? 0));
    this.options.raised(entry.item, seq);
    // A newer change may have come while this one was under way: it stays.
    if (this.waiting.get(entry.item)?.seq === entry.seq) {
      this.waiting.delete(entry.item);
      this.unkept.delete(entry.item);
    }
    // If the removal fails, the entry is sent once more after a reload, which changes nothing.
    await this.options.journal.settle(entry.item, entry.seq).catch(() => {});
  }

  /** @param {number} [ms] */
  failed(ms) {
    this.failures += 1;
    const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.failures - 1, 10));
    // Spread, so that a whole room does not come back in the same second.
    return ms ?? backoff * (0.75 + Math.random() / 2);
  }

  /** @param {Entry} entry @param {Answer} answer @returns {Promise<number>} */
  async refused(entry, { status, body, retry_after_ms }) {
    if (status === 409 && body.code === "stale-seq") return this.raise(entry, body.current_seq);
    if (status === 409 && body.code === "writer-elsewhere") {
      this.halt("reader");
      this.options.elsewhere();
      return 0;
    }
    if (status === 409 && body.code === "sitting-closed") {
      this.halt("closed");
      this.options.closed();
      return 0;
    }
    if (status === 401 || status === 403) {
      this.signedOut = true;
      const wait = this.failed();
      await this.options.server.renewToken();
      return wait;
    }
    if (status === 429 || status >= 500) {
      return this.failed(retry_after_ms && Math.min(retry_after_ms, LONGEST_RETRY_AFTER_MS));
    }
    return this.setBack(entry.item);
  }

  /** This item waits; the others go on. @param {string} item */
  setBack(item) {
    this.refusedItems.add(item);
    setTimeout(() => {
      this.refusedItems.delete(item);
      this.nudge();
    }, REFUSED_WAIT_MS);
    return 0;
  }

  /**
   * The server has a higher number: this device's newer answer gets one above it.
   * @param {Entry} entry @param {unknown} current @returns {Promise<number>} how long to wait
   */
  async raise(entry, current) {
    const latest = this.waiting.get(entry.item) ?? entry;
    if (typeof current !== "number" || !Number.isSafeInteger(current)) return this.failed();
    if (latest.seq > current) return latest === entry ? this.failed() : 0;
    await this.renumber(latest, current + 1);
    return 0;
  }

  /** @param {Entry} entry @param {number} seq */
  async renumber(entry, seq) {
    const raised = { ...entry, seq };
    this.waiting.set(entry.item, raised);
    this.options.raised(entry.item, seq);
    // First the new entry, then the removal of the old ones: at no moment is there none.
    await this.options.journal.append(raised).then(
      () => this.options.journal.settle(entry.item, seq - 1),
      () => this.unkept.add(entry.item),
    ).catch(() => {});
  }

  /** The page is leaving: one last attempt that may outlive it. The journal keeps everything anyway. */
  farewell() {
    if (this.halted) return;
    // What is still on its way into the journal, too: it may not get there.
    const newest = new Map(this.held().map((entry) => [entry.item, entry]));
    for (const entry of [...newest.values()].slice(0, KEEPALIVE_LIMIT)) {
      this.options.server.saveAtParting(entry);
    }
  }

  /** Resolves when everything is on the server, or with false after `ms`. @param {number} ms */
  async settled(ms) {
    this.nudge();
    // Counted, not measured: a clock that stands still must not keep anybody waiting.
    for (let waited = 0; waited < ms && !this.empty && !this.halted; waited += LOOK_MS) await pause(LOOK_MS);
    return this.empty;
  }
}
