// The shapes that the modules share. Types only; nothing of this exists at run time.

/**
 * @typedef {{response: string, least: number, most: number, pattern?: string}} Ask
 * @typedef {{
 *   item: string, position: number, html: string, asks: Ask[], response: string[], flagged: boolean,
 *   seq: number,
 * }} Item
 * @typedef {"here" | "elsewhere" | "nobody"} WriterWord
 * @typedef {{
 *   sitting: string, exam: string, title: string, demonstration: boolean, state: "open" | "submitted",
 *   time_limit_ms: number, time_left_ms: number, candidate: string, items: Item[], writer?: WriterWord,
 * }} Sitting
 */

/**
 * What came of a hand-in. `done` is the server's word that the sitting is handed in; `failed` says nothing.
 * @typedef {{outcome: "done", result: string} | {outcome: "time-left", left_ms: number}
 *   | {outcome: "elsewhere" | "signed-out" | "failed"}} HandIn
 */

/**
 * Times of one change by the page's monotonic clock: when it was made, when its question was last brought
 * up before, and how long the question was on show in all.
 * @typedef {{client_elapsed_ms: number, item_seen_ms?: number, item_elapsed_ms?: number}} Evidence
 */

/**
 * One change, as it stands in the journal before it is sent. `base` is the number of the stored change that
 * it was made upon, as far as this page knew.
 * @typedef {{
 *   sitting: string, item: string, seq: number, response: string[], flagged: boolean, client_id: string,
 *   monotonic_ms: number, wall_ms: number, base?: number, evidence?: Evidence, set_aside?: boolean,
 * }} Entry
 */

/**
 * What the candidate sees about saving.
 * - `saved`: everything is on the server
 * - `writing`: on its way into the journal
 * - `kept`: in the journal, on its way to the server
 * - `retrying`: in the journal, the server has not answered yet
 * - `signed-out`: in the journal, the server asks who this is
 * - `unkept`: this device refused to keep the last change; it is only in memory and on its way
 * - `reader`: another tab or device writes; nothing is sent from here
 * - `closed`: the server takes nothing more
 * @typedef {"saved" | "writing" | "kept" | "retrying" | "signed-out" | "unkept" | "reader" | "closed"
 * } SaveState
 */

export {};
