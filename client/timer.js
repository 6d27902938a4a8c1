// The time left: the server's word, carried forward by the monotonic clock of the page.

/** Announced when this many minutes are left. */
const MARKS = [30, 10, 5, 1];
const TICK_MS = 250;

/** Counts down to the end of the sitting. */
export class Timer {
  /**
   * @param {{
   *   tick: (left_ms: number) => void,
   *   announce: (text: string, urgent: boolean) => void,
   *   over: () => void,
   * }} report
   */
  constructor(report) {
    this.report = report;
    this.deadline = Number.POSITIVE_INFINITY;
    this.previous = Number.POSITIVE_INFINITY;
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
    this.deadline = performance.now() + left_ms - round_trip_ms / 2;
    if (this.interval === undefined) {
      this.previous = this.left();
      this.interval = setInterval(() => this.tick(), TICK_MS);
    }
    this.tick();
  }

  left() {
    return Math.max(0, this.deadline - performance.now());
  }

  tick() {
    if (this.ended) return;
    const left = this.left();
    this.report.tick(left);
    for (const mark of MARKS) {
      const at = mark * 60_000;
      if (this.previous > at && left <= at && left > 0) {
        this.report.announce(mark === 1 ? "One minute left." : `${mark} minutes left.`, mark === 1);
      }
    }
    this.previous = left;
    if (left > 0) return;
    this.stop();
    this.report.over();
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
