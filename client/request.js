// Requests and waits that always end. Whatever a browser or a network does, nothing here stands for ever
// (N2, N3): each wait has a limit, and a limit reached is a failed attempt like any other.

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/**
 * What `work` gives, or an error once `ms` are over; `work` itself may go on.
 * @template T
 * @param {number} ms
 * @param {() => T | PromiseLike<T>} work
 * @returns {Promise<T>}
 */
export function within(ms, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    const end = () => clearTimeout(timer);
    Promise.resolve(work()).then(resolve, reject).finally(end);
  });
}

/** Two readings of one moment: the monotonic clock and the wall's. Each may stand still or jump (N5). */
export const moment = () => ({ monotonic: performance.now(), wall: Date.now() });

/**
 * What has passed since a moment by each clock, in milliseconds.
 * @param {ReturnType<typeof moment>} since
 */
export function passed(since) {
  const now = moment();
  return { monotonic: now.monotonic - since.monotonic, wall: now.wall - since.wall };
}

/**
 * An answer of the server, or of whatever answered in its place. `body` is an object in any case: fields
 * that are not there are undefined, and no check of a shape can throw.
 * @typedef {{
 *   ok: boolean, status: number, redirected: boolean, retry_after_ms: number | undefined, text: string,
 *   body: Record<string, unknown>, trip_ms: number,
 * }} Answer
 */

/**
 * Asks and reads the whole answer within `ms`. Own time-out: AbortSignal.timeout is not everywhere (N3).
 * @param {string} url
 * @param {RequestInit} init
 * @param {number} ms
 * @returns {Promise<Answer>}
 */
export async function ask(url, init, ms) {
  const stop = typeof AbortController === "function" ? new AbortController() : undefined;
  const began = moment();
  try {
    return await within(ms, async () => {
      const response = await fetch(url, { credentials: "same-origin", ...init, signal: stop?.signal });
      const text = await response.text();
      const trip = passed(began);
      return {
        ok: response.ok,
        status: response.status,
        redirected: response.redirected,
        retry_after_ms: retryAfter(response.headers.get("Retry-After")),
        text,
        body: objectOf(text),
        // The smaller of both: a clock that jumped meanwhile must not move the time left.
        trip_ms: Math.max(0, Math.min(trip.monotonic, trip.wall)),
      };
    });
  } finally {
    stop?.abort();
  }
}

/** @param {string | null} header @returns {number | undefined} */
function retryAfter(header) {
  const seconds = Number(header);
  return header && seconds > 0 ? seconds * 1000 : undefined;
}

/** The object that a text describes; an empty one for anything else. @param {string} text */
function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
