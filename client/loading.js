// The first answer of the server: the whole sitting, however long it takes.

/** @import { Server } from "./server.js" */
/** @import { Sitting } from "./types.js" */
import { moment, pause } from "./request.js";

const LOAD_WAIT_MS = 2_000;
/** Seldom enough for a room that waits together, often enough for one person. */
const LONGEST_WAIT_MS = 10_000;

const NOT_YET = "Your exam cannot be loaded yet – trying again. Answers given before are safe.";
const NOT_YOURS = "This exam cannot be opened with this sign-in. Sign in again, then load this page once "
  + "more.";
const NOT_OURS = "Something other than the exam came back – trying again. Answers given before are safe. If "
  + "this continues, check whether your network asks you to sign in first.";

/** What to say about an attempt that brought no sitting. @param {number} status */
function explain(status) {
  if ([401, 403, 404].includes(status)) return NOT_YOURS;
  return status === 200 ? NOT_OURS : NOT_YET;
}

/**
 * Loads the sitting, however long it takes, and says how it goes.
 * @param {Server} server
 * @param {(text: string) => void} say
 * @returns {Promise<{sitting: Sitting, at: ReturnType<typeof moment>}>} with the moment it was answered
 */
export async function loadPatiently(server, say) {
  for (let round = 0; ; round += 1) {
    try {
      const { sitting, status } = await server.load();
      if (sitting) return { sitting, at: moment() };
      say(explain(status));
    } catch {
      say(NOT_YET);
    }
    await pause(Math.min(LOAD_WAIT_MS * 1.3 ** round, LONGEST_WAIT_MS));
  }
}
