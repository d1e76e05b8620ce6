// This window's records of the files being uploaded, by key, and their bytes; the upload store keeps both.
import { tell } from "../events.js";
import { tab } from "../storage.js";
import { previews } from "./previews.js";
import { uploadStore } from "./upload_store.js";

const BEAT_MS = 3000;
const unkept = new Map();
let records = new Map(),
  edits = 0,
  order = 0;

const byAge = (a, b) => a.at - b.at || a.order - b.order;
const heard = (room) => {
  tell("uploads", room);
  uploadStore.changed(room);
};
const contentOf = async (key) => unkept.get(key) ?? (await uploadStore.content(key));
const preview = async (key) => {
  const record = records.get(key),
    content = record && (await contentOf(key));
  if (!content || previews.has(key)) return;
  previews.show(key, content);
  tell("uploads", record.room);
};
const load = async () => {
  const mark = edits,
    found = await uploadStore.records();
  if (!found) return;
  if (mark !== edits) return load();
  const before = records;
  records = new Map(found.map((record) => [record.key, record]));
  for (const key of unkept.keys()) if (before.has(key)) records.set(key, before.get(key));
  for (const key of records.keys()) if (!previews.has(key)) preview(key);
};
// other windows take over files that no window is working on
setInterval(() => {
  const mine = [...records.values()].filter((record) => record.state === "waiting" && record.tab === tab);
  if (mine.length) uploadStore.beat(mine.map((record) => record.key), Date.now());
}, BEAT_MS);

export const uploadRecords = {
  byAge,
  heard,
  contentOf,
  /** Read what other windows have changed. */
  load,
  /** Read this person's records, now and whenever another window changes them. */
  async open(person) {
    await uploadStore.open(person, (room) => load().then(() => tell("uploads", room)));
    return load();
  },
  get: (key) => records.get(key),
  has: (key) => records.has(key),
  all: () => [...records.values()],
  count: () => records.size,
  /** Whether all bytes are in the browser's storage, and not only in this window. */
  isKept: () => unkept.size === 0,
  keep(record) {
    edits++;
    records.set(record.key, record);
    uploadStore.keep(record);
    heard(record.room);
  },
  async add(record, content) {
    const added = { ...record, order: order++ };
    if ((await uploadStore.add(added, content)) === null) unkept.set(record.key, content);
    edits++;
    records.set(record.key, added);
    await preview(record.key);
    heard(record.room);
  },
  remove(keys) {
    edits++;
    for (const record of keys.map((key) => records.get(key)).filter(Boolean)) {
      records.delete(record.key);
      unkept.delete(record.key);
      heard(record.room);
    }
    return uploadStore.remove(keys);
  },
};
