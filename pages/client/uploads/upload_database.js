// Keeps files in IndexedDB until their message is on the server, so that a reload or a crash loses none.
import { inTransaction, openDatabase } from "../storage.js";

/** @typedef {import("./upload.js").UploadRecord} UploadRecord */

const RECORDS = "uploads",
  CONTENTS = "contents";

export class UploadDatabase {
  /** @type {IDBDatabase | null} */
  #database = null;
  #opening = Promise.resolve(/** @type {IDBDatabase | null} */ (null));

  /** Open this person's database; the next person at the same browser does not see it. */
  open(person) {
    this.#database?.close();
    this.#opening = openDatabase(`uploads:${person}`, (database) => {
      database.createObjectStore(RECORDS, { keyPath: "key" });
      database.createObjectStore(CONTENTS);
    }).then((database) => (this.#database = database));
    return this.#opening;
  }
  /**
   * The records of all files, or null where nothing can be stored.
   * @returns {Promise<UploadRecord[] | null>}
   */
  async records() {
    return (await this.#opening) && this.#run("readonly", (records) => records.getAll());
  }
  /**
   * The bytes of a file; null if they are not stored.
   * @returns {Promise<Blob | null>}
   */
  content(key) {
    return this.#run("readonly", (_, contents) => contents.get(key));
  }
  /** Store a new file. Resolves with null if that is not possible. */
  add(record, content) {
    return this.#run("readwrite", (records, contents) => {
      records.put(record);
      return contents.put(content, record.key);
    });
  }
  change(record) {
    return this.#run("readwrite", (records) => records.put(record));
  }
  /** Record that a window is still working on these files, if they are stored. */
  beat(keys, at) {
    return this.#run("readwrite", (records) => {
      for (const key of keys) {
        const request = records.get(key);
        request.onsuccess = () => request.result && records.put({ ...request.result, beat: at });
      }
    });
  }
  remove(keys) {
    return this.#run("readwrite", (records, contents) => {
      for (const key of keys) {
        records.delete(key);
        contents.delete(key);
      }
    });
  }
  clear() {
    return this.#run("readwrite", (records, contents) => {
      records.clear();
      return contents.clear();
    });
  }
  #run(mode, work) {
    return inTransaction(this.#database, mode, [RECORDS, CONTENTS], work);
  }
}
