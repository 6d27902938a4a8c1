// The name by which the server knows this device among those that could write a sitting (F15). It is kept
// for each sitting, so that a reload and signing in again on the same device go on without a question.

const PREFIX = "assay-writer-";
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

/** The sitting has ended: its name is of no use any more. @param {string} sitting */
export function forgetDevice(sitting) {
  try {
    localStorage.removeItem(PREFIX + sitting);
  } catch {
    // As above.
  }
}
