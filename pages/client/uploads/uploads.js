// Uploads: sent in pieces, resumed after a lost connection, with the same key until their message is sent.
import { describeFile, namePreview, previewOf } from "./previews.js";
import { StateRequests } from "./state_requests.js";
import { byAge } from "./upload.js";
import { UploadQueue } from "./upload_queue.js";
import { UploadSender } from "./upload_sender.js";

/** @typedef {import("./upload.js").Upload} Upload */
/** @typedef {import("./upload.js").Answer} Answer */

const BEAT_MS = 3000, // other windows take over files that no window is working on
  LOAD_MS = 10000;

/**
 * Publishes "uploads" (room) when files were added, removed or have another state, "uploading" (room) when only their
 * progress has changed, and "upload_failed" ({key, text}) when the server refuses a file.
 */
export class Uploads {
  #publish;
  #store;
  #client;
  #queue;
  #tab;
  #newKey;
  #keysInMessages;
  #requests;
  #sender;
  #person = null;
  #hasTimers = false;

  /**
   * @param {object} parts
   * @param {(type: string, fact?: any) => void} parts.publish
   * @param {import("./upload_store.js").UploadStore} parts.store
   * @param {import("./upload_client.js").UploadClient} parts.client
   * @param {string} parts.tab the name of this window
   * @param {() => string} parts.newKey
   * @param {() => Set<string>} parts.keysInMessages the keys of files that belong to messages still to be sent
   * @param {(room: number) => boolean} [parts.isLostRoom] whether this person may no longer write there
   */
  constructor({ publish, store, client, tab, newKey, keysInMessages, isLostRoom }) {
    this.#publish = publish;
    this.#store = store;
    this.#client = client;
    this.#queue = new UploadQueue(tab, isLostRoom);
    this.#tab = tab;
    this.#newKey = newKey;
    this.#keysInMessages = keysInMessages;
    this.#requests = new StateRequests(
      () => store.all(),
      (keys, waitS) => client.states(keys, waitS),
      (keys, answer) => this.#takeStates(keys, answer),
    );
    this.#sender = new UploadSender({
      store,
      client,
      queue: this.#queue,
      owner: () => this.#owner(),
      takeAnswer: (upload, answer) => this.#takeAnswer(upload, answer),
      limitNewFiles: (seconds) => this.#limitNewFiles(seconds),
      fail: (upload, error) => this.#fail(upload, error),
    });
  }
  /** Use the files of this person only. */
  async belongTo(person) {
    this.#person = null;
    await this.#store.open(person);
    this.#person = person;
    this.#startTimers();
    // stored files may have arrived, been sent or been discarded since: ask the server
    const inMessages = this.#keysInMessages();
    for (const upload of this.#store.all()) {
      const isOwn = upload.state === "up" ? !inMessages.has(upload.key) : upload.record.tab === this.#tab;
      if (isOwn && upload.state !== "failed") upload.check();
    }
    this.#requests.run();
    for (const { room } of this.#store.all()) this.#publish("uploads", room);
    this.#send();
  }
  /**
   * Put files into a room's tray and start uploading them.
   * @param {number} room
   * @param {File[]} files
   * @param {{ chars: number, lines: number }} [pasted] how much text they have, if they were pasted as text
   */
  async add(room, files, pasted) {
    const keys = [];
    for (const content of files) {
      const description = await describeFile(content),
        record = { key: this.#newKey(), room, ...description, state: "waiting", at: Date.now(), ...this.#owner() };
      if (pasted) record.pasted = pasted;
      await this.#store.add(record, content);
      this.#sendNow();
      keys.push(record.key);
    }
    return keys;
  }
  /** The files in a room's tray: those that no message has taken yet. */
  of(room) {
    const inMessages = this.#keysInMessages();
    return this.#inRoom(room)
      .filter(({ key }) => !inMessages.has(key))
      .map((upload) => this.#view(upload));
  }
  /** The bytes of a file that is not sent yet; null if they are gone. */
  content(key) {
    return this.#store.content(key);
  }
  list(keys) {
    return this.#store.list(keys).map((upload) => this.#view(upload));
  }
  /** Whether a message with these files can be sent: each is up, or no longer here (the server reports that). */
  ready(keys) {
    const uploads = this.#store.list(keys);
    return this.#person !== null && uploads.every((upload) => upload.state === "up" && !upload.isUnchecked);
  }
  /** The server's ids of files that are up; 0 for others. */
  ids(keys) {
    return keys.map((key) => this.#store.get(key)?.record.file?.id ?? 0);
  }
  has(keys) {
    return keys.every((key) => this.#store.has(key));
  }
  /** How many files do not belong to a sent message yet. */
  async count() {
    await this.#store.load();
    return this.#store.all().length;
  }
  isStored() {
    return this.#store.isStored();
  }
  retry(keys) {
    for (const upload of this.#store.list(keys)) {
      upload.retry(this.#owner());
      this.#store.keep(upload);
    }
    this.#send();
  }
  /** Forget files whose message was sent. */
  forget(keys) {
    return this.#store.remove(keys);
  }
  /** Forget the files of a lost room, without asking the server about them again; return their names. */
  drop(room) {
    const dropped = this.#inRoom(room);
    dropped.forEach((upload) => this.#sender.abort(upload));
    if (dropped.length) this.forget(dropped.map(({ key }) => key));
    return dropped.map(({ record }) => record.name);
  }
  /** Discard files, here and on the server. */
  async discard(keys) {
    for (const upload of this.#store.list(keys)) {
      this.#sender.abort(upload);
      this.#client.discard(upload.key);
    }
    await this.forget(keys);
  }
  async wipe() {
    await this.discard(this.#store.all().map(({ key }) => key));
    await this.#store.clear();
  }
  /** The local URL of a picture that was sent from here, for as long as this page is open. */
  shownAs(id) {
    return previewOf(id);
  }
  /** There is a connection again. */
  resume() {
    this.#requests.wake();
    this.#sendNow();
  }

  /** @param {Answer} answer */
  #takeAnswer(upload, answer) {
    const { record, isProcessing, state } = upload;
    if (!this.#store.has(upload.key)) return;
    if (answer?.sent && state !== "failed") return this.forget([upload.key]);
    upload.takeAnswer(answer, this.#owner());
    if (answer?.file) namePreview(upload.key, answer.file.id);
    if (upload.isProcessing) isProcessing ? this.#requests.run() : this.#requests.runSoon();
    if (upload.record !== record) this.#store.keep(upload);
    else if (upload.state === "up") this.#store.publishState(upload.room);
    else this.#store.publishProgress(upload.room);
  }
  #takeStates(keys, { files, next_in }) {
    if (next_in) this.#limitNewFiles(next_in);
    for (const upload of this.#store.list(keys)) this.#takeAnswer(upload, files[upload.key]);
    this.#sendNow();
  }
  #send() {
    if (this.#person !== null) this.#sender.run();
  }
  #sendNow() {
    this.#sender.wake();
    this.#send();
  }
  #limitNewFiles(seconds) {
    if (!this.#queue.limitNewFiles(seconds)) return;
    for (const room of new Set(this.#store.all().map((upload) => upload.room))) this.#store.publishProgress(room);
  }
  #fail(upload, error) {
    upload.fail(error);
    this.#store.keep(upload);
    this.#publish("upload_failed", { key: upload.key, text: error.text });
  }
  #inRoom(room) {
    return this.#store
      .all()
      .filter((upload) => upload.room === room)
      .sort(byAge);
  }
  #owner() {
    return { tab: this.#tab, beat: Date.now() };
  }
  /** A file as the page draws it, whether or not it is already on the server. */
  #view(upload) {
    const { record } = upload;
    return {
      ...record,
      type: record.file?.type ?? record.type,
      id: record.file?.id,
      url: previewOf(record.key),
      processing: upload.isProcessing,
      queued: this.#queue.isWaitingForTurn(upload),
      progress: record.state === "up" ? 1 : (upload.progress ?? 0),
    };
  }
  #startTimers() {
    if (this.#hasTimers) return;
    this.#hasTimers = true;
    setInterval(() => this.#store.beat(this.#tab), BEAT_MS);
    setInterval(() => this.#store.load().then(() => this.#send()), LOAD_MS);
  }
}
