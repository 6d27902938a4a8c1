// The shapes that the modules share. Types only; nothing of this exists at run time.

/**
 * @typedef {{id: string, html: string}} Option
 * @typedef {{
 *   item: string, position: number, kind: string, choose: number, stem_html: string,
 *   options: Option[], response: string[], flagged: boolean, seq: number,
 * }} Item
 * @typedef {{
 *   sitting: string, exam: string, title: string, demonstration: boolean, state: "open" | "submitted",
 *   time_limit_ms: number, time_left_ms: number, candidate: string, items: Item[],
 * }} Sitting
 */

/**
 * One change, as it stands in the journal before it is sent.
 * @typedef {{
 *   sitting: string, item: string, seq: number, response: string[], flagged: boolean, client_id: string,
 *   monotonic_ms: number, wall_ms: number, set_aside?: boolean,
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
 * @typedef {"saved" | "writing" | "kept" | "retrying" | "signed-out" | "unkept"} SaveState
 */

export {};
