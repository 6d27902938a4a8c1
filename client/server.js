// Everything that the exam's page asks of the server: bounded in time, and believed only in its shape.

/** @import { Entry, Evidence, HandIn, Sitting, WriterWord } from "./types.js" */
/** @import { Answer } from "./request.js" */
import { ask, within } from "./request.js";
import { handedIn, sittingFrom, timeFor, timeLeft, writerWord } from "./shapes.js";

const REQUEST_TIMEOUT_MS = 15_000;
/** The whole form may be slow on a slow line. */
const LOAD_TIMEOUT_MS = 20_000;
/** Whoever asks for the time shows the answer at once or not at all. */
const TIME_TIMEOUT_MS = 8_000;

/** The API of one sitting. */
export class Server {
  /**
   * @param {{api: string, sitting: string, csrf: string, device: string}} options
   */
  constructor({ api, sitting, csrf, device }) {
    this.api = api;
    this.sitting = sitting;
    this.csrf = csrf;
    this.device = device;
  }

  /** @param {boolean} [writes] @returns {Record<string, string>} */
  headers(writes = false) {
    return {
      accept: "application/json",
      ...(this.device ? { "X-Assay-Writer": this.device } : {}),
      ...(writes ? { "content-type": "application/json", "X-CSRF-Token": this.csrf } : {}),
    };
  }

  /** @param {string} path @param {unknown} body */
  post(path, body) {
    const init = { method: "POST", headers: this.headers(true), body: JSON.stringify(body) };
    return ask(`${this.api}${path}`, init, REQUEST_TIMEOUT_MS);
  }

  /**
   * The sitting with the stored answers, or the status of what came instead (200: something else).
   * @returns {Promise<{sitting?: Sitting, status: number}>}
   */
  async load() {
    const answer = await ask(this.api, { headers: this.headers() }, LOAD_TIMEOUT_MS);
    return { sitting: answer.ok ? sittingFrom(answer.body, this.sitting) : undefined, status: answer.status };
  }

  /**
   * What the server's clock says; undefined if it did not say it.
   * @returns {Promise<{state: "open" | "submitted", left_ms: number, trip_ms: number,
   *   writer: WriterWord | undefined} | undefined>}
   */
  async time() {
    try {
      const answer = await ask(`${this.api}/time`, { headers: this.headers() }, TIME_TIMEOUT_MS);
      const word = answer.ok ? timeFor(answer.body, this.sitting) : undefined;
      return word && { ...word, trip_ms: answer.trip_ms, writer: writerWord(answer.body) };
    } catch {
      return undefined;
    }
  }

  /**
   * Who may write; `take` takes the right away from another device. Undefined if the server did not say.
   * @param {boolean} take
   * @returns {Promise<WriterWord | undefined>}
   */
  async writer(take) {
    try {
      const answer = await this.post("/writer", { take });
      if (answer.ok) return writerWord(answer.body);
      if (answer.status === 401 || answer.status === 403) await this.renewToken();
    } catch {
      // Not said: the caller goes on or asks again.
    }
    return undefined;
  }

  /** @param {Entry} entry @returns {RequestInit} */
  change(entry) {
    const { seq, response, flagged, evidence } = entry;
    const body = JSON.stringify({ seq, response, flagged, ...sent(evidence) });
    return { method: "PUT", headers: this.headers(true), body };
  }

  /** @param {Entry} entry */
  address(entry) {
    return `${this.api}/responses/${encodeURIComponent(entry.item)}`;
  }

  /** Sends one change. @param {Entry} entry @returns {Promise<Answer>} */
  save(entry) {
    return ask(this.address(entry), this.change(entry), REQUEST_TIMEOUT_MS);
  }

  /** Sends one change from a page that is going away; nobody reads the answer. @param {Entry} entry */
  saveAtParting(entry) {
    /** @type {RequestInit} */
    const init = { ...this.change(entry), keepalive: true, credentials: "same-origin" };
    void within(REQUEST_TIMEOUT_MS, () => fetch(this.address(entry), init)).catch(() => {});
  }

  /**
   * Hands in: by the candidate's own will, or because time is over, which the server judges (N4).
   * @param {boolean} because_of_time
   * @returns {Promise<HandIn>}
   */
  async handIn(because_of_time) {
    try {
      const answer = await this.post("/submit", because_of_time ? { because: "time" } : {});
      const result = answer.ok ? handedIn(answer.body, this.sitting) : undefined;
      if (result !== undefined) return { outcome: "done", result };
      return await this.notHandedIn(answer);
    } catch {
      return { outcome: "failed" };
    }
  }

  /** @param {Answer} answer @returns {Promise<HandIn>} */
  async notHandedIn({ status, body }) {
    if (status === 409 && body.code === "sitting-closed") return { outcome: "done", result: "" };
    if (status === 409 && body.code === "writer-elsewhere") return { outcome: "elsewhere" };
    const left_ms = timeLeft(body);
    if (status === 409 && body.code === "time-left" && left_ms !== undefined) {
      return { outcome: "time-left", left_ms };
    }
    if (status !== 401 && status !== 403) return { outcome: "failed" };
    await this.renewToken();
    return { outcome: "signed-out" };
  }

  /** Signing in elsewhere gives a new token; this page gets it from its own address. */
  async renewToken() {
    try {
      const answer = await ask(location.href, {}, REQUEST_TIMEOUT_MS);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(answer.text, "text/html");
      this.csrf = page.querySelector('meta[name="csrf-token"]')?.getAttribute("content") || this.csrf;
    } catch {
      // The next attempt asks again.
    }
  }
}

/** The server takes no longer times: no page is open for more than a week of one sitting. */
const LONGEST_TIME_MS = 7 * 24 * 3_600_000;

/**
 * The times of a change as the server takes them: whole, not negative, a week at most. They are evidence,
 * and a clock that plays tricks must not have an answer refused.
 * @param {Evidence | undefined} evidence
 */
function sent(evidence) {
  const times = Object.entries(evidence ?? {}).map(([name, ms]) => [name, Math.round(ms)]);
  return Object.fromEntries(times.filter(([, ms]) => Number(ms) >= 0 && Number(ms) <= LONGEST_TIME_MS));
}
