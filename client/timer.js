// The time left: the server's word, carried forward by both clocks of the page. Neither is believed alone:
// one stands still while a device sleeps, the other is set by hand (N5). And none of them ends an exam: at
// zero the page asks the server (N4).

import { moment, passed } from "./request.js";

/** Announced when this many minutes are left. */
const MARKS = [1, 5, 10, 30];
const TICK_MS = 250;
/** Clocks that part by more than this since the server's last word are asked about. */
const PARTED_MS = 2_000;
/** The server's word is at most this old while the page is open (N5: once a minute in any case). */
const ASK_EVERY_MS = 20_000;
/** Ticks between two questions; counted, since no clock is to be trusted here. */
const ASK_AGAIN_TICKS = 8;

/** Counts down to the end of the sitting. */
export class Timer {
  /**
   * @param {{
   *   tick: (left_ms: number) => void,
   *   announce: (text: string, urgent: boolean) => void,
   *   doubt: () => void,
   *   zero: () => void,
   * }} report `doubt` asks for the server's word; `zero` says that both clocks have run out
   */
  constructor(report) {
    this.report = report;
    this.left_ms = Number.POSITIVE_INFINITY;
    this.word = moment();
    this.previous = Number.POSITIVE_INFINITY;
    this.quiet = 0;
    this.ended = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.interval = undefined;
  }

  /**
   * Takes over the server's time left; half of the round trip has already passed.
   * @param {number} left_ms
   * @param {number} [round_trip_ms]
   */
  set(left_ms, round_trip_ms = 0) {
    if (!Number.isFinite(left_ms)) return;
    this.left_ms = left_ms - round_trip_ms / 2;
    this.word = moment();
    this.quiet = 0;
    if (this.interval === undefined) {
      this.previous = this.left();
      this.interval = setInterval(() => this.tick(), TICK_MS);
    }
    this.tick();
  }

  /** What has passed since the server's word: at least, at most, and by how much the clocks disagree. */
  passed() {
    const { monotonic, wall } = passed(this.word);
    return { least: Math.min(monotonic, wall), most: Math.max(monotonic, wall) };
  }

  /** Whether the page's two clocks disagree about the time since the server's last word. */
  get parted() {
    const { least, most } = this.passed();
    return most - least > PARTED_MS;
  }

  /** The lesser of what both clocks say: nobody is told of time that may not be there. */
  left() {
    return Math.max(0, this.left_ms - this.passed().most);
  }

  tick() {
    if (this.ended) return;
    const { least, most } = this.passed();
    const parted = most - least > PARTED_MS;
    const left = this.left();
    this.report.tick(left);
    this.quiet += 1;
    if ((parted || most > ASK_EVERY_MS) && this.quiet >= ASK_AGAIN_TICKS) {
      this.quiet = 0;
      this.report.doubt();
    }
    if (!parted) this.mark(left);
    if (least >= this.left_ms) this.report.zero();
  }

  /** Says that a mark was passed; of several at once only the last. @param {number} left */
  mark(left) {
    const mark = MARKS.find((minutes) => this.previous > minutes * 60_000 && left <= minutes * 60_000);
    this.previous = left;
    if (mark === undefined || left <= 0) return;
    this.report.announce(mark === 1 ? "One minute left." : `${mark} minutes left.`, mark === 1);
  }

  stop() {
    this.ended = true;
    clearInterval(this.interval);
  }
}

/**
 * '2:09:59', '09:59'.
 * @param {number} left_ms
 */
export function clockFace(left_ms) {
  const seconds = Math.ceil(left_ms / 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
