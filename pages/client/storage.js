// What pages store in this browser. A browser may refuse: no space left, storage switched off, a private window.
// Nothing here throws; every function says what it does then.

/** Texts by name, in localStorage or sessionStorage. */
export class StoredTexts {
  #open;

  /** @param {() => Storage} open a function, because naming a storage that is switched off already throws */
  constructor(open) {
    this.#open = open;
  }
  /**
   * The text with this name or null; `refused` if the browser allows no reading.
   * @param {string} name
   * @param {string | null} refused
   */
  read(name, refused = null) {
    return this.#attempt((storage) => storage.getItem(name), refused);
  }
  /** Store a text. Returns whether the browser has taken it. */
  write(name, text) {
    return this.#attempt((storage) => (storage.setItem(name, text), true), false);
  }
  /** Returns false if the text may still be there. */
  remove(name) {
    return this.#attempt((storage) => (storage.removeItem(name), true), false);
  }
  /** Names that begin with `prefix`; none if the browser lets nobody read. */
  names(prefix) {
    return this.#attempt((storage) => Object.keys(storage).filter((name) => name.startsWith(prefix)), []);
  }
  /** A value stored with `writeJson`, or null. */
  readJson(name) {
    return parseJson(this.read(name));
  }
  /** Store a value, or remove it if it is null or undefined. Returns whether the browser has done that. */
  writeJson(name, value) {
    return value === null || value === undefined ? this.remove(name) : this.write(name, JSON.stringify(value));
  }
  #attempt(work, refused) {
    try {
      return work(this.#open());
    } catch {
      return refused;
    }
  }
}

/** Texts that must not be lost: what the browser refuses to store stays in this window, until it is closed. */
export class LastingTexts {
  #stored;
  #memory = new Map(); // what could not be stored; null is what could not be removed

  constructor(stored = device) {
    this.#stored = stored;
  }
  read(name) {
    return this.#memory.has(name) ? this.#memory.get(name) : this.#stored.read(name);
  }
  write(name, text) {
    if (this.#stored.write(name, text)) this.#memory.delete(name);
    else this.#memory.set(name, text);
  }
  remove(name) {
    if (this.#stored.remove(name)) this.#memory.delete(name);
    else this.#memory.set(name, null);
  }
  names(prefix) {
    const stored = this.#stored.names(prefix).filter((name) => !this.#memory.has(name));
    return [...stored, ...this.#namesInMemory(prefix)];
  }
  /** Whether the browser has stored all texts whose name begins with `prefix`. */
  isStored(prefix) {
    return this.#namesInMemory(prefix).length === 0;
  }
  #namesInMemory(prefix) {
    return [...this.#memory.keys()].filter((name) => name.startsWith(prefix) && this.#memory.get(name) !== null);
  }
}

/** Stays on this device; all windows of this browser share it. */
export const device = new StoredTexts(() => localStorage);
/** Belongs to this window and survives a reload. */
export const thisWindow = new StoredTexts(() => sessionStorage);

/** The name of this window; it survives a reload. */
export const tab = thisWindow.read("tab") ?? Math.random().toString(36).slice(2);
thisWindow.write("tab", tab);

/**
 * Open a database for large things such as files. Resolves with null if the browser refuses.
 * @param {string} name
 * @param {(database: IDBDatabase) => void} create makes its stores, the first time
 * @returns {Promise<IDBDatabase | null>}
 */
export const openDatabase = (name, create) =>
  new Promise((resolve) => {
    let request;
    try {
      request = indexedDB.open(name, 1);
    } catch {
      return resolve(null);
    }
    request.onupgradeneeded = () => create(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  });

/**
 * Run `work` with these stores of a database in one transaction. Resolves with the result of the request that `work`
 * returns, or with null if the browser refuses or there is no database.
 */
export const inTransaction = (database, mode, stores, work) =>
  new Promise((resolve) => {
    if (!database) return resolve(null);
    try {
      const transaction = database.transaction(stores, mode),
        request = work(...stores.map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(request?.result ?? null);
      transaction.onerror = transaction.onabort = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

/** Delete a database if there is one. */
export const deleteDatabase = (name) => {
  try {
    indexedDB.deleteDatabase(name);
  } catch {
    /* then nothing was stored either */
  }
};

/** The value of a JSON text; null if the text is not JSON. */
export const parseJson = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
