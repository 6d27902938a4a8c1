// The write-ahead journal: every change stands here before the page says it is kept, and leaves only when
// the server has acknowledged it (docs/concepts/sitting.md, invariants 1 to 3).
//
// Each step has a limit: a browser whose database never answers must not hold up the exam (N3).
// Entries are plain; encrypting them with a key of the sitting is not done yet.

/** @import { Entry } from "./types.js" */
import { within } from "./request.js";

/** A disk that needs longer is as good as none: the answer is sent without it, and the page says so. */
const LIMIT_MS = 2_000;
/** Once it was too slow, nobody waits for it again until it has answered. */
const HURRY_MS = 50;
const DATABASE = "assay-exam";
const VERSION = 1;
const STORE = "entries";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Resolves when the transaction is on the disk, not when its requests were accepted.
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error("The journal refused the entry."));
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return within(LIMIT_MS, () => new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: ["sitting", "item", "seq"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another page holds the journal."));
  }));
}

/** Whether this browser keeps a journal at all: asked before an exam begins. @returns {Promise<boolean>} */
export function keepsJournal() {
  return open().then((database) => {
    database.close();
    return true;
  }, () => false);
}

/** Asked for, not relied upon: some browsers refuse without a word, or have never heard of it. */
async function askToKeep() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // Refused.
  }
}

/** The journal of one sitting on this device. */
export class Journal {
  /**
   * @param {string} sitting
   * @param {IDBDatabase} database
   */
  constructor(sitting, database) {
    this.sitting = sitting;
    this.database = database;
    this.patience = LIMIT_MS;
  }

  /**
   * Does one step on the database, with a limit.
   * @template T
   * @param {() => Promise<T>} step
   * @returns {Promise<T>}
   */
  bounded(step) {
    const work = () => step().finally(() => { this.patience = LIMIT_MS; });
    const late = setTimeout(() => { this.patience = HURRY_MS; }, this.patience);
    return within(this.patience, work).finally(() => clearTimeout(late));
  }

  /**
   * Opens the journal and asks the browser not to clear it.
   * @param {string} sitting
   */
  static async open(sitting) {
    const database = await open();
    void askToKeep();
    return new Journal(sitting, database);
  }

  /** All keys of this sitting, or of one item of it. @param {string} [item] @param {number} [upTo] */
  range(item, upTo) {
    if (item === undefined) return IDBKeyRange.bound([this.sitting], [this.sitting, []]);
    return IDBKeyRange.bound([this.sitting, item], [this.sitting, item, upTo ?? []]);
  }

  /** @param {IDBTransactionMode} mode */
  begin(mode) {
    return this.database.transaction(STORE, mode, mode === "readwrite" ? { durability: "strict" } : {});
  }

  /**
   * Writes a change; resolves once it is durable.
   * @param {Entry} entry
   */
  append(entry) {
    return this.bounded(() => {
      const transaction = this.begin("readwrite");
      transaction.objectStore(STORE).put(entry);
      // At once, not when the request has been heard of: the page may be leaving.
      transaction.commit?.();
      return finished(transaction);
    });
  }

  /** Everything that has not been acknowledged, oldest first for each item. @returns {Promise<Entry[]>} */
  entries() {
    return this.bounded(() => {
      /** @type {IDBRequest<Entry[]>} */
      const request = this.begin("readonly").objectStore(STORE).getAll(this.range());
      return result(request);
    });
  }

  /**
   * Removes what a receipt covers: this item's changes up to `seq`.
   * @param {string} item
   * @param {number} seq
   */
  settle(item, seq) {
    return this.bounded(() => {
      const transaction = this.begin("readwrite");
      transaction.objectStore(STORE).delete(this.range(item, seq));
      return finished(transaction);
    });
  }

  /**
   * Keeps a change that a later answer from another device has overtaken, without sending it.
   * @param {Entry} entry
   */
  async setAside(entry) {
    await this.append({ ...entry, set_aside: true });
  }
}

/** Stands in where the browser offers no database: nothing outlives the page, and the page says so. */
export class MemoryJournal {
  /** @param {Entry} _entry @returns {Promise<void>} */
  async append(_entry) {
    throw new Error("This browser keeps nothing on the device.");
  }

  /** Nothing is kept here; what is not sent stands in the queue. @returns {Promise<Entry[]>} */
  async entries() {
    return [];
  }

  async settle() {}

  async setAside() {}
}
