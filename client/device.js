// The name by which the server knows this device among those that could write a sitting (F15). It is kept
// for each sitting, so that a reload and signing in again on the same device go on without a question.

/** @import { Sitting } from "./types.js" */

const PREFIX = "assay-writer-";
const PLACE = "assay-place-";
const FORM = /^[A-Za-z0-9_-]{16,64}$/;
const BYTES = 24;

/**
 * The device's token for a sitting; empty where the browser makes no random numbers: the server then
 * takes the session for the device.
 * @param {string} sitting
 * @returns {string}
 */
export function deviceToken(sitting) {
  const name = PREFIX + sitting;
  try {
    const kept = localStorage.getItem(name);
    if (kept && FORM.test(kept)) return kept;
  } catch {
    // Storage is refused: the name lasts as long as the page.
  }
  try {
    const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
    const token = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    remember(name, token);
    return token;
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} token */
function remember(name, token) {
  try {
    localStorage.setItem(name, token);
  } catch {
    // As above.
  }
}

/** The question on show, for whoever leaves and comes back. @param {string} sitting @param {string} item */
export function rememberPlace(sitting, item) {
  remember(PLACE + sitting, item);
}

/** @param {string} sitting */
function placeIn(sitting) {
  try {
    return localStorage.getItem(PLACE + sitting);
  } catch {
    return null;
  }
}

/**
 * Where this device last was in a sitting; on another one the first question without an answer.
 * @param {Sitting} sitting
 */
export function placeToStart({ sitting, items }) {
  const kept = placeIn(sitting);
  const last = items.findIndex((item) => item.item === kept);
  const open = items.findIndex((item) => item.response.length === 0);
  return last >= 0 ? last : Math.max(0, open);
}

/** The sitting has ended: what was kept for it is of no use any more. @param {string} sitting */
export function forgetDevice(sitting) {
  try {
    localStorage.removeItem(PREFIX + sitting);
    localStorage.removeItem(PLACE + sitting);
  } catch {
    // As above.
  }
}
