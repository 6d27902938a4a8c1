// When a question was brought up and how long it was on show: evidence for the times that items take.

/** @import { Evidence } from "./types.js" */

/** The times of the questions of one page, by its monotonic clock. */
export class ItemTimes {
  constructor() {
    /** @type {string | undefined} */
    this.shown = undefined;
    this.since = 0;
    /** @type {Map<string, number>} on show in all, without the present time */
    this.total = new Map();
  }

  /** Another question is on show, or none. @param {string} [item] */
  show(item) {
    const now = performance.now();
    if (this.shown !== undefined) {
      this.total.set(this.shown, (this.total.get(this.shown) ?? 0) + Math.max(0, now - this.since));
    }
    this.shown = item;
    this.since = now;
  }

  /** The times of a change that is made now. @param {string} item @returns {Evidence} */
  of(item) {
    const client_elapsed_ms = performance.now();
    if (this.shown !== item) return { client_elapsed_ms };
    const present = Math.max(0, client_elapsed_ms - this.since);
    const item_elapsed_ms = (this.total.get(item) ?? 0) + present;
    return { client_elapsed_ms, item_seen_ms: this.since, item_elapsed_ms };
  }
}
