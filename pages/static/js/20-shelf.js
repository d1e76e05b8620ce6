// Keeps files on their way in IndexedDB until their message is on the server, so that a reload or a crash loses none.
window.messenger.shelf = (() => {
  let database = null;

  /** Each person has a database of their own: the next one at the same browser does not see it. */
  const opened = (person) =>
    new Promise((resolve) => {
      let request;
      try {
        request = indexedDB.open(`uploads:${person}`, 1);
      } catch {
        return resolve(null);
      }
      request.onupgradeneeded = () => {
        request.result.createObjectStore("uploads", { keyPath: "key" });
        request.result.createObjectStore("contents");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    });
  /** Run `work(uploads, contents)` in a transaction; resolves with what the request it returns brought, or null. */
  const store = (mode, work) =>
    new Promise((resolve) => {
      if (!database) return resolve(null);
      try {
        const transaction = database.transaction(["uploads", "contents"], mode);
        const request = work(transaction.objectStore("uploads"), transaction.objectStore("contents"));
        transaction.oncomplete = () => resolve(request?.result ?? null);
        transaction.onerror = transaction.onabort = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
  return {
    async open(person) {
      database?.close();
      database = await opened(person);
    },
    /** What is known of each file: a list of records, or null where nothing can be kept. */
    records: () => store("readonly", (uploads) => uploads.getAll()),
    /** The bytes of a file, a Blob; null where they are not kept. */
    content: (key) => store("readonly", (_, contents) => contents.get(key)),
    keep: (record) => store("readwrite", (uploads) => uploads.put(record)),
    /** Keep a new file; resolves with null where that cannot be done. */
    add: (record, content) =>
      store("readwrite", (uploads, contents) => {
        uploads.put(record);
        return contents.put(content, record.key);
      }),
    remove: (keys) =>
      store("readwrite", (uploads, contents) => {
        for (const key of keys) {
          uploads.delete(key);
          contents.delete(key);
        }
      }),
  };
})();
