// This window's uploads by key, and the bytes of their files; a database keeps both over a reload.
import { upright } from "../webp.js";
import { hasPreview, showPreview } from "./previews.js";
import { Upload } from "./upload.js";
import { UploadDatabase } from "./upload_database.js";

/** Publishes "uploads" (room) when an upload was added, changed or removed, here or in another window. */
export class UploadStore {
  #publish;
  #database;
  #uploads = /** @type {Map<string, Upload>} */ (new Map());
  #unstored = /** @type {Map<string, Blob>} */ (new Map()); // bytes that the browser refused to store
  #channel = /** @type {BroadcastChannel | null} */ (null);
  #edits = 0;
  #order = 0;

  constructor(publish, database = new UploadDatabase()) {
    this.#publish = publish;
    this.#database = database;
  }
  /** Read this person's uploads, now and whenever another window has changed one. */
  async open(person) {
    this.#channel?.close();
    try {
      this.#channel = new BroadcastChannel(`uploads:${person}`);
      this.#channel.onmessage = ({ data: room }) => this.load().then(() => this.#publish("uploads", room));
    } catch {
      this.#channel = null; // other windows check by themselves from time to time
    }
    await this.#database.open(person);
    return this.load();
  }
  /** Read what other windows have changed. */
  async load() {
    const edits = this.#edits,
      records = await this.#database.records();
    if (!records) return;
    if (edits !== this.#edits) return this.load();
    const before = this.#uploads;
    this.#uploads = new Map(records.map((record) => [record.key, renew(before.get(record.key), record)]));
    for (const key of this.#unstored.keys()) if (before.has(key)) this.#uploads.set(key, before.get(key));
    for (const key of this.#uploads.keys()) this.#preview(key);
  }
  get(key) {
    return this.#uploads.get(key);
  }
  has(key) {
    return this.#uploads.has(key);
  }
  /** Those of these uploads that are here. */
  list(keys) {
    return keys.map((key) => this.get(key)).filter(Boolean);
  }
  all() {
    return [...this.#uploads.values()];
  }
  /** Whether all bytes are in the browser's storage, and not only in this window. */
  isStored() {
    return this.#unstored.size === 0;
  }
  /** The bytes of a file; null if they are gone. */
  async content(key) {
    return this.#unstored.get(key) ?? (await this.#database.content(key));
  }
  async add(record, content) {
    const ordered = { ...record, order: this.#order++ };
    if ((await this.#database.add(ordered, content)) === null) this.#unstored.set(record.key, content);
    this.#edits++;
    this.#uploads.set(record.key, new Upload(ordered));
    await this.#preview(record.key);
    this.publishState(record.room);
  }
  /** Store an upload whose record has changed. */
  keep(upload) {
    this.#edits++;
    this.#uploads.set(upload.key, upload);
    this.#database.change(upload.record);
    this.publishState(upload.room);
  }
  remove(keys) {
    this.#edits++;
    for (const { key, room } of this.list(keys)) {
      this.#uploads.delete(key);
      this.#unstored.delete(key);
      this.publishState(room);
    }
    return this.#database.remove(keys);
  }
  /** Remove everything of this person, also what other windows have added. */
  clear() {
    return this.#database.clear();
  }
  /** Let other windows know that this one is still working on its files. */
  beat(tab) {
    const own = this.all().filter(({ record }) => record.state === "waiting" && record.tab === tab);
    if (own.length)
      this.#database.beat(
        own.map(({ key }) => key),
        Date.now(),
      );
  }
  /** Something in a room has changed. */
  publishState(room) {
    this.#publish("uploads", room);
    this.#channel?.postMessage(room);
  }
  /** Only the progress of a file in this room has changed. */
  publishProgress(room) {
    this.#publish("uploading", room);
  }
  async #preview(key) {
    if (hasPreview(key)) return;
    const upload = this.get(key),
      content = upload && (await this.content(key)),
      picture = content && (await upright(content));
    if (!picture || hasPreview(key)) return;
    showPreview(key, picture);
    this.#publish("uploads", upload.room);
  }
}

const renew = (upload, record) => {
  if (!upload) return new Upload(record);
  upload.record = record;
  return upload;
};
