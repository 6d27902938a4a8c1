// Sends the journal to the server: one request at a time, the newest change of each item, again and again
// until a receipt covers it. The browser's word on being online is a hint to try now, never a condition.

/** @import { Entry, SaveState } from "./types.js" */

const REQUEST_TIMEOUT_MS = 15_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Longest wait that a Retry-After header may ask for. */
const LONGEST_RETRY_AFTER_MS = 30_000;
/** An item that the server refuses for its own sake waits this long, so that it holds up no other. */
const REFUSED_WAIT_MS = 30_000;
/** Browsers let about 64 KiB of requests outlive a page. */
const KEEPALIVE_LIMIT = 60;

/** The queue of changes that the server has not acknowledged. */
export class Sync {
  /**
   * @param {{
   *   api: string, csrf: string,
   *   journal: {append(entry: Entry): Promise<void>, settle(item: string, seq: number): Promise<void>},
   *   report: (state: SaveState, waiting: number) => void,
   *   time: (left_ms: number, round_trip_ms: number) => void,
   *   raised: (item: string, seq: number) => void,
   *   closed: () => void,
   * }} options
   */
  constructor(options) {
    this.options = options;
    this.csrf = options.csrf;
    /** @type {Map<string, Entry>} the newest unacknowledged change of each item */
    this.waiting = new Map();
    /** @type {Map<string, number>} items not to be tried before this moment */
    this.notBefore = new Map();
    /** @type {Set<string>} changes that are in memory only */
    this.unkept = new Set();
    /** Changes on their way into the journal: not queued yet, and not saved either. */
    this.writing = 0;
    this.failures = 0;
    this.signedOut = false;
    this.running = false;
    this.paused = false;
    /** @type {(() => void) | undefined} */
    this.wake = undefined;
    addEventListener("online", () => this.nudge());
    addEventListener("pagehide", () => this.farewell());
  }

  /** A change was made and goes into the journal now; `push` follows. From here on nothing is 'saved'. */
  announce() {
    this.writing += 1;
    this.show();
  }

  /** Adds an announced change that stands in the journal (or, if `kept` is false, only here). */
  written(/** @type {Entry} */ entry, /** @type {boolean} */ kept) {
    this.writing -= 1;
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
    this.notBefore.delete(entry.item);
    if (kept) this.unkept.delete(entry.item);
    else this.unkept.add(entry.item);
    this.show();
    this.nudge();
    void this.run();
  }

  /** Whether everything is on the server. */
  get empty() {
    return this.waiting.size === 0 && this.writing === 0;
  }

  /** @returns {SaveState} */
  get state() {
    if (this.empty) return "saved";
    if (this.signedOut) return "signed-out";
    if (this.unkept.size > 0) return "unkept";
    if (this.failures > 0 || this.notBefore.size > 0) return "retrying";
    return this.writing > 0 ? "writing" : "kept";
  }

  show() {
    this.options.report(this.state, this.waiting.size + this.writing);
  }

  /** Ends the current wait. */
  nudge() {
    this.wake?.();
  }

  /** Stops sending (another tab writes now); what is left stays in the journal. */
  pause() {
    this.paused = true;
    this.nudge();
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
    while (this.waiting.size > 0 && !this.paused) {
      const entry = this.next();
      const wait = entry ? await this.send(entry) : this.untilNext();
      this.show();
      if (wait > 0 && !this.paused) await this.sleep(wait);
    }
    this.running = false;
  }

  /** @returns {Entry | undefined} */
  next() {
    const now = performance.now();
    for (const [item, entry] of this.waiting) {
      if ((this.notBefore.get(item) ?? 0) <= now) return entry;
    }
    return undefined;
  }

  untilNext() {
    const moments = [...this.waiting.keys()].map((item) => this.notBefore.get(item) ?? 0);
    return Math.max(50, Math.min(...moments) - performance.now());
  }

  /** @param {Entry} entry @param {boolean} [keepalive] */
  request(entry, keepalive = false) {
    return fetch(`${this.options.api}/responses/${encodeURIComponent(entry.item)}`, {
      method: "PUT",
      credentials: "same-origin",
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "X-CSRF-Token": this.csrf,
      },
      body: JSON.stringify({
        seq: entry.seq,
        response: entry.response,
        flagged: entry.flagged,
        client_elapsed_ms: Math.round(entry.monotonic_ms),
      }),
    });
  }

  /** Sends one change. @param {Entry} entry @returns {Promise<number>} how long to wait before the next */
  async send(entry) {
    const began = performance.now();
    try {
      const response = await this.request(entry);
      if (response.ok) {
        const receipt = await response.json();
        if (Number(receipt.seq) < entry.seq) return this.failed();
        this.options.time(Number(receipt.time_left_ms), performance.now() - began);
        await this.acknowledged(entry);
        return 0;
      }
      return await this.refused(entry, response);
    } catch {
      return this.failed();
    }
  }

  /** @param {Entry} entry */
  async acknowledged(entry) {
    this.failures = 0;
    this.signedOut = false;
    this.notBefore.delete(entry.item);
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

  /** @param {Entry} entry @param {Response} response @returns {Promise<number>} */
  async refused(entry, response) {
    const problem = await response.json().catch(() => ({}));
    if (response.status === 409 && problem.code === "stale-seq") {
      return this.raise(entry, Number(problem.current_seq));
    }
    if (response.status === 409 && problem.code === "sitting-closed") {
      this.paused = true;
      this.options.closed();
      return 0;
    }
    if (response.status === 401 || response.status === 403) {
      this.signedOut = true;
      const wait = this.failed();
      await this.renewToken();
      return wait;
    }
    if (response.status === 429 || response.status >= 500) {
      const seconds = Number(response.headers.get("Retry-After"));
      return this.failed(seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : undefined);
    }
    this.notBefore.set(entry.item, performance.now() + REFUSED_WAIT_MS);
    return 0;
  }

  /**
   * The server has a higher number: this device's newer answer gets one above it.
   * @param {Entry} entry @param {number} current @returns {Promise<number>} how long to wait
   */
  async raise(entry, current) {
    const latest = this.waiting.get(entry.item) ?? entry;
    if (!Number.isFinite(current)) return this.failed();
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

  /** Signing in elsewhere gives a new token; this page gets it from its own address. */
  async renewToken() {
    try {
      const response = await fetch(location.href, {
        credentials: "same-origin",
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.csrf = page.querySelector('meta[name="csrf-token"]')?.getAttribute("content") || this.csrf;
    } catch {
      // The next attempt asks again.
    }
  }

  /** The page is leaving: one last attempt that may outlive it. The journal keeps everything anyway. */
  farewell() {
    if (this.paused) return;
    for (const entry of [...this.waiting.values()].slice(0, KEEPALIVE_LIMIT)) {
      this.request(entry, true).catch(() => {});
    }
  }

  /** Resolves when everything is on the server, or with false after `ms`. @param {number} ms */
  async settled(ms) {
    const end = performance.now() + ms;
    this.nudge();
    while (!this.empty && !this.paused && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return this.empty;
  }

  /** @returns {Promise<{state: string, result: string} | undefined>} undefined if it did not work */
  async submit() {
    try {
      const response = await fetch(`${this.options.api}/submit`, {
        method: "POST",
        credentials: "same-origin",
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        headers: {
          "content-type": "application/json",
          "X-CSRF-Token": this.csrf,
          },
        body: "{}",
      });
      if (response.ok) return await response.json();
      const problem = await response.json().catch(() => ({}));
      if (problem.code === "sitting-closed") return { state: "submitted", result: "" };
      if (response.status === 401 || response.status === 403) {
        this.signedOut = true;
        await this.renewToken();
      }
    } catch {
      // The caller tries again and says so.
    }
    return undefined;
  }
}
