// Keeps files in IndexedDB until their message is on the server, so that a reload or a crash loses none.
let database = null,
  opening = null,
  channel = null;

/** Each person has their own database, which the next person at the same browser does not see. */
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
/** Run `work(uploads, contents)` in a transaction; resolves with the result of the request it returns, or null. */
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
export const uploadStore = {
  /** Open this person's database. `hear(room)` is called when another tab has changed something in a room. */
  open(person, hear) {
    database?.close();
    try {
      channel = new BroadcastChannel(`uploads:${person}`);
      channel.onmessage = ({ data }) => hear(data);
    } catch {
      /* other tabs check by themselves from time to time */
    }
    return (opening = opened(person).then((found) => (database = found)));
  },
  /** Tell the other tabs that something in a room has changed. */
  changed: (room) => channel?.postMessage(room),
  /** The records of all files as a list, or null where nothing can be stored. */
  records: async () => (await opening) && store("readonly", (uploads) => uploads.getAll()),
  /** The bytes of a file as a Blob; null if they are not stored. */
  content: (key) => store("readonly", (_, contents) => contents.get(key)),
  keep: (record) => store("readwrite", (uploads) => uploads.put(record)),
  /** Record that a window is still working on these files, if they are stored. */
  beat: (keys, at) =>
    store("readwrite", (uploads) => {
      for (const key of keys) {
        const request = uploads.get(key);
        request.onsuccess = () => request.result && uploads.put({ ...request.result, beat: at });
      }
    }),
  /** Store a new file; resolves with null if that is not possible. */
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
