// What counts as an answer of the server. A proxy, a hotel's sign-in page or a faulty program may answer
// 200 with anything (N1, N2): what has not the shape that is agreed is a failed attempt, never a receipt.

/** @import { Entry, Item, Sitting, WriterWord } from "./types.js" */

/** RFC 3339, as the server writes instants. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** @typedef {Record<string, unknown>} Body */

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";
/** @param {unknown} value @returns {value is number} */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @param {unknown} value @returns {value is Body} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @param {(one: unknown) => boolean} each */
const isList = (value, each) => Array.isArray(value) && value.every(each);

/**
 * The number that a receipt covers, or undefined if it is no receipt for this change: it repeats sitting
 * and item, its number is not below the one sent, and it says when it was saved.
 * @param {Body} body
 * @param {Entry} entry
 * @returns {number | undefined}
 */
export function receiptFor(body, entry) {
  const mine = body.sitting === entry.sitting && body.item === entry.item;
  const when = isText(body.saved_at) && INSTANT.test(body.saved_at);
  return mine && when && isCount(body.seq) && body.seq >= entry.seq ? body.seq : undefined;
}

/**
 * The time left, where an answer tells it.
 * @param {Body} body
 * @returns {number | undefined}
 */
export function timeLeft(body) {
  return isCount(body.time_left_ms) ? body.time_left_ms : undefined;
}

/**
 * Whether the sitting is open, and for how long.
 * @param {Body} body
 * @param {string} sitting
 * @returns {{state: "open" | "submitted", left_ms: number} | undefined}
 */
export function timeFor(body, sitting) {
  const left_ms = timeLeft(body);
  if (body.sitting !== sitting || left_ms === undefined) return undefined;
  return body.state === "open" || body.state === "submitted" ? { state: body.state, left_ms } : undefined;
}

/**
 * Where the result is, if this says that the sitting was handed in.
 * @param {Body} body
 * @param {string} sitting
 * @returns {string | undefined}
 */
export function handedIn(body, sitting) {
  if (body.sitting !== sitting || body.state !== "submitted" || !isText(body.result)) return undefined;
  return body.result.startsWith("/") && !body.result.startsWith("//") ? body.result : undefined;
}

/**
 * Who may write, as the server says it.
 * @param {Body} body
 * @returns {WriterWord | undefined}
 */
export function writerWord(body) {
  const { writer } = body;
  return writer === "here" || writer === "elsewhere" || writer === "nobody" ? writer : undefined;
}

/** @param {unknown} value */
function isAsk(value) {
  return isObject(value) && isText(value.response) && isCount(value.least) && isCount(value.most)
    && (value.pattern === undefined || isText(value.pattern));
}

/** @param {unknown} value */
function isItem(value) {
  if (!isObject(value)) return false;
  return isText(value.item) && isCount(value.position) && isText(value.html) && isList(value.asks, isAsk)
    && isList(value.response, isText) && typeof value.flagged === "boolean" && isCount(value.seq);
}

/**
 * The sitting, if this is one and the one that was asked for.
 * @param {Body} body
 * @param {string} sitting
 * @returns {Sitting | undefined}
 */
export function sittingFrom(body, sitting) {
  if (!timeFor(body, sitting) || !isList(body.items, isItem)) return undefined;
  const items = /** @type {Item[]} */ (body.items);
  if (body.state === "open" && items.length === 0) return undefined;
  return /** @type {Sitting} */ (/** @type {unknown} */ (body));
}
