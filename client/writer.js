// One writer: of all tabs with this sitting in one browser, one may write. Web Locks decide where they exist
// (secure contexts), otherwise the tabs ask each other over a BroadcastChannel. Of all devices, the server
// decides (F15); so where the browser does not answer, the tab goes on.

import { within } from "./request.js";

const ANSWER_WITHIN_MS = 250;
/** A lock manager that says nothing for so long is none (N3). */
const LOCK_WITHIN_MS = 2_000;

/** The right of this tab to write. */
export class Writer {
  /**
   * @param {string} sitting
   * @param {() => void} lost called when another tab takes over
   */
  constructor(sitting, lost) {
    this.name = `assay-sitting-${sitting}`;
    this.lost = lost;
    this.holding = false;
    /** @type {BroadcastChannel | undefined} */
    this.channel = undefined;
  }

  /**
   * Tries to become the writer; `steal` takes the right away from the tab that has it.
   * @param {boolean} steal
   * @returns {Promise<boolean>}
   */
  async claim(steal) {
    if (this.holding) return true;
    const decided = navigator.locks
      ? within(LOCK_WITHIN_MS, () => this.lock(steal))
      : this.ask(steal);
    this.holding = await decided.catch(() => true);
    return this.holding;
  }

  /** @param {boolean} steal @returns {Promise<boolean>} */
  lock(steal) {
    return new Promise((resolve) => {
      const options = steal ? { steal: true } : { ifAvailable: true };
      navigator.locks
        .request(this.name, options, (lock) => {
          resolve(lock !== null);
          // Held until the tab closes or another one takes it.
          return lock === null ? undefined : new Promise(() => {});
        })
        // Stolen, if it was held; where it never was, the browser refuses locks altogether.
        .catch(() => (this.holding ? this.yield() : resolve(true)));
    });
  }

  /** @param {boolean} steal @returns {Promise<boolean>} */
  async ask(steal) {
    if (!("BroadcastChannel" in globalThis)) return true;
    const channel = this.channel ?? new BroadcastChannel(this.name);
    if (!this.channel) {
      this.channel = channel;
      channel.addEventListener("message", ({ data }) => {
        if (!this.holding) return;
        if (data === "take") this.yield();
        else if (data === "who") channel.postMessage("held");
      });
    }
    if (steal) {
      channel.postMessage("take");
      return true;
    }
    const held = new Promise((resolve) => {
      channel.addEventListener("message", ({ data }) => data === "held" && resolve(false));
      setTimeout(() => resolve(true), ANSWER_WITHIN_MS);
    });
    channel.postMessage("who");
    return /** @type {Promise<boolean>} */ (held);
  }

  yield() {
    if (!this.holding) return;
    this.holding = false;
    this.lost();
  }
}
