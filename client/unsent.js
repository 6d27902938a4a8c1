// What the server does not have: the journal and the queue in memory together, the newest change of each
// item. Neither alone is the truth - a device may refuse to keep an answer, and a page may be new (N6).

/** @import { Entry } from "./types.js" */
import { counted } from "./dom.js";

/** @typedef {{entries: Entry[], onlyHere: number}} Unsent how many of them stand on this page alone */

/** @param {Entry} entry */
const name = (entry) => `${entry.item} ${entry.seq}`;

/**
 * The newest change of each item that no receipt covers.
 * @param {{entries(): Promise<Entry[]>}} journal
 * @param {{held(): Entry[], has(entry: Entry): boolean}} sync
 * @returns {Promise<Unsent>}
 */
export async function unsent(journal, sync) {
  const kept = await journal.entries().catch(() => /** @type {Entry[]} */ ([]));
  /** @type {Map<string, Entry>} */
  const newest = new Map();
  for (const entry of [...kept, ...sync.held()]) {
    const known = newest.get(entry.item);
    if (!sync.has(entry) && (!known || entry.seq >= known.seq)) newest.set(entry.item, entry);
  }
  const entries = [...newest.values()].sort((one, other) => (one.item < other.item ? -1 : 1));
  const onDevice = new Set(kept.map(name));
  return { entries, onlyHere: entries.filter((entry) => !onDevice.has(name(entry))).length };
}

/** Where they are, as a sentence that is true. @param {Unsent} unsent */
export function whereTheyAre({ entries, onlyHere }) {
  const all = entries.length;
  const one = all === 1;
  if (onlyHere === 0) return `${one ? "It is" : "They are"} kept on this device.`;
  if (onlyHere === all) {
    return `${one ? "It is" : "They are"} only on this page, not kept on this device: leave this page open, `
      + `or download ${one ? "it" : "them"}.`;
  }
  return `${all - onlyHere} of them ${all - onlyHere === 1 ? "is" : "are"} kept on this device, ${onlyHere} `
    + `${onlyHere === 1 ? "is" : "are"} only on this page: leave it open, or download them.`;
}

/** '3 answers of this page have not reached the server.' @param {Unsent} unsent */
export function howMany({ entries }) {
  const have = entries.length === 1 ? "has" : "have";
  return `${counted(entries.length, "answer")} given here ${have} not reached the server.`;
}
