// Keeps files on their way in IndexedDB until their message is on the server, so that a reload or a crash loses none.
window.messenger.shelf = (() => {
  let database = null,
    opening = null,
    channel = null;

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
    /** Open what is this person's; other tabs tell `hear` in which room something has changed. */
    open(person, hear) {
      database?.close();
      try {
        channel = new BroadcastChannel(`uploads:${person}`);
        channel.onmessage = ({ data }) => hear(data);
      } catch {
        /* other tabs look for themselves now and then */
      }
      return (opening = opened(person).then((found) => (database = found)));
    },
    /** Tell the other tabs that something in a room has changed. */
    changed: (room) => channel?.postMessage(room),
    /** What is known of each file: a list of records, or null where nothing can be kept. */
    records: async () => (await opening) && store("readonly", (uploads) => uploads.getAll()),
    /** The bytes of a file, a Blob; null where they are not kept. */
    content: (key) => store("readonly", (_, contents) => contents.get(key)),
    keep: (record) => store("readwrite", (uploads) => uploads.put(record)),
    /** Say that somebody is still at work on these files, as far as they are kept. */
    beat: (keys, at) =>
      store("readwrite", (uploads) => {
        for (const key of keys) {
          const request = uploads.get(key);
          request.onsuccess = () => request.result && uploads.put({ ...request.result, beat: at });
        }
      }),
    /** Keep a new file; resolves with null where that cannot be done. */
    add: (record, content) =>
      store("readwrite", (uploads, contents) => {
        uploads.put(record);
        return contents.put(content, record.key);
      }),
    clear: () =>
      store("readwrite", (uploads, contents) => {
        uploads.clear();
        return contents.clear();
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
