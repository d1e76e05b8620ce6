// Messages and changes of messages that are being sent. Each has an entry in the browser's storage and is sent with the
// same key until the server has answered.
import { cancellableDelay } from "../connection/cancellable_delay.js";
import { parseJson } from "../storage.js";
import { askFor, firstBatch, isLastingRefusal } from "./batch.js";
import { OutboxStore } from "./outbox_store.js";

/** @typedef {import("./outbox_store.js").Entry} Entry */

const ADOPT_AFTER_MS = 10000,
  RETRY_MS = 1000,
  LATE_MS = 2000,
  TRIES_MAX = 5; // for an entry that makes the server fail

/**
 * Publishes "outbox" (room) when entries of a room have changed, "sent" ({room, row}) with the server's answer to one,
 * and "change_refused" (text) when a change of a message is given up.
 */
export class Outbox {
  #ask;
  #publish;
  #tab;
  #newKey;
  #uploads;
  #store;
  #delay = cancellableDelay();
  #elsewhere = new Map(); // entries that other windows are sending: until when to leave them alone
  #isRunning = false;
  #isLate = false;
  #order = 0;

  /**
   * @param {object} parts
   * @param {(event: string, data: object) => Promise<any>} parts.ask
   * @param {(type: string, fact?: any) => void} parts.publish
   * @param {string} parts.tab the name of this window
   * @param {() => string} parts.newKey
   * @param {import("../uploads/uploads.js").Uploads} parts.uploads
   * @param {OutboxStore} [parts.store]
   */
  constructor({ ask, publish, tab, newKey, uploads, store = new OutboxStore() }) {
    this.#ask = ask;
    this.#publish = publish;
    this.#tab = tab;
    this.#newKey = newKey;
    this.#uploads = uploads;
    this.#store = store;
  }
  /** Use the entries of this person only. */
  belongTo(person) {
    this.#store.belongTo(person);
    this.sendDue();
  }
  of(room) {
    return this.#store
      .all()
      .filter((entry) => entry.room === room)
      .map((entry) => ({ ...entry, isLate: this.#isLate }));
  }
  /**
   * Add a message: `data` is {body, reply?}; `files` are keys of uploads, and the message waits until they are up.
   * More than `filesMax` files are split over several messages.
   */
  add(room, data, files = [], filesMax = Infinity) {
    let remaining = files,
      after = undefined;
    do {
      const key = this.#newKey();
      this.act(room, "send", { room, key, ...(after ? { body: "" } : data) }, key, remaining.slice(0, filesMax), after);
      remaining = remaining.slice(filesMax);
      after = key;
    } while (remaining.length);
  }
  /** Add any change that must not be lost; the `event` is that of the request, which must be safe to send twice. */
  act(room, event, data, key = this.#newKey(), files = [], after = undefined) {
    this.#keep({
      room,
      key,
      event,
      data,
      at: Date.now(),
      order: this.#order++,
      tab: this.#tab,
      state: "sending",
      ...(files.length && { files }),
      ...(after && { after }),
    });
    this.sendDue();
  }
  retry({ isLate: _, ...entry }) {
    this.#keep({ ...entry, tab: this.#tab, state: "sending", reason: undefined, again: undefined, tries: undefined });
    const failed = this.#uploads.list(entry.files ?? []).filter((file) => file.state === "failed");
    if (failed.length) this.#uploads.retry(failed.map((file) => file.key));
    this.sendDue();
  }
  discard(entry) {
    if (entry.files) this.#uploads.discard(entry.files);
    this.#remove([entry]);
  }
  /** Entries with text, in the rooms for which `which(room)` is true. */
  withText(which) {
    return this.#store.all().filter((entry) => entry.data.body && which(entry.room));
  }
  /** How many messages and changes are still to be sent. */
  count() {
    return this.#store.all().length;
  }
  /** Whether all of them are in the browser's storage, and not only in this window. */
  isStored() {
    return this.#store.isStored();
  }
  /** Delete all of this person's entries, and store nothing from now on. */
  wipe() {
    this.#remove(this.#store.all());
    this.#store.belongTo(null);
  }
  /** The keys of uploads that belong to messages still to be sent. */
  files() {
    return new Set(this.#store.all().flatMap((entry) => entry.files ?? []));
  }
  /** An upload was refused: mark the message that waits for it as failed. */
  fail(key, reason) {
    for (const entry of this.#store.all())
      if (entry.files?.includes(key)) this.#keep({ ...entry, state: "failed", reason });
  }
  /** There is a connection again. */
  resume() {
    this.#delay.wake();
    this.sendDue();
  }
  /** Another window has changed the storage. */
  takeStored({ key, newValue, oldValue }) {
    if (this.#store.isOwnName(key)) this.#publish("outbox", parseJson(newValue ?? oldValue)?.room);
  }
  /** Send everything that is due: something that messages wait for may have happened. */
  async sendDue() {
    if (this.#isRunning || !this.#store.isOpen) return;
    this.#isRunning = true;
    try {
      for (let batch = this.#nextBatch(); batch.length; batch = this.#nextBatch())
        await this.#alone(batch, (entries) => this.#sendBatch(entries));
    } finally {
      this.#isRunning = false;
    }
  }

  #keep(entry) {
    if (!this.#store.isOpen) return;
    this.#store.keep(entry);
    this.#publish("outbox", entry.room);
  }
  #remove(entries) {
    for (const entry of entries) {
      if (entry.files) this.#uploads.forget(entry.files);
      this.#store.remove(entry);
    }
    for (const room of new Set(entries.map((entry) => entry.room))) this.#publish("outbox", room);
  }
  #nextBatch() {
    const entries = this.#store.all();
    return firstBatch(entries.filter((entry) => this.#isDue(entry, entries)));
  }
  #isDue(entry, all) {
    return (
      entry.state === "sending" &&
      (entry.tab === this.#tab || this.#isLeft(entry)) &&
      (!entry.files || this.#uploads.ready(entry.files)) &&
      !(entry.after && all.some(({ key, state }) => key === entry.after && state === "sending"))
    );
  }
  /** Whether the window that wrote this entry seems to be gone. */
  #isLeft({ key, at }) {
    return Math.abs(Date.now() - at) > ADOPT_AFTER_MS && !(this.#elsewhere.get(key) > Date.now());
  }
  /**
   * Where the browser has locks, two windows never send the same entry; elsewhere the key makes it count once. An entry
   * that another window holds waits, and does not hold up entries written here.
   * @param {Entry[]} batch
   * @param {(entries: Entry[]) => Promise<void>} work
   * @param {Entry[]} held
   */
  #alone(batch, work, held = []) {
    const [entry, ...later] = batch;
    if (!entry) return work(held);
    if (!navigator.locks) return work([entry, ...later]);
    return navigator.locks.request(this.#store.nameOf(entry.key), { ifAvailable: true }, (lock) => {
      if (lock) return this.#alone(later, work, [...held, entry]);
      if (held.length) return work(held);
      if (entry.tab === this.#tab) return this.#delay.pause(RETRY_MS);
      this.#elsewhere.set(entry.key, Date.now() + ADOPT_AFTER_MS / 2);
    });
  }
  async #sendBatch(batch) {
    const waiting = new Set(this.#store.all().map((entry) => entry.key)),
      entries = batch.filter((entry) => waiting.has(entry.key));
    if (!entries.length) return;
    const noticing = setTimeout(() => this.#setLate(true), LATE_MS);
    try {
      const answers = await askFor(entries, this.#ask, this.#uploads),
        sent = answers.filter(({ error }) => !error).length;
      if (sent) this.#setLate(false);
      for (let index = 0; index < sent; index++)
        this.#publish("sent", { room: entries[index].room, row: answers[index].ok });
      this.#remove(entries.slice(0, sent));
      if (sent < answers.length) await this.#refuse(entries[sent], answers[sent].error);
    } finally {
      clearTimeout(noticing);
    }
  }
  async #refuse(entry, error) {
    const tries = (entry.tries ?? 0) + Number(error.code === "failed"),
      isLasting = isLastingRefusal(error) || tries >= TRIES_MAX;
    if (error.code === "file_gone" && !entry.again && this.#uploads.has(entry.files)) {
      this.#keep({ ...entry, again: true });
      this.#uploads.retry(entry.files);
    } else if (isLasting && entry.data.body === undefined) {
      this.#remove([entry]);
      this.#publish("change_refused", error.text);
    } else if (isLasting) this.#keep({ ...entry, state: "failed", reason: error.text });
    else {
      if (tries) this.#keep({ ...entry, tries });
      await this.#waitAfter(error);
    }
  }
  async #waitAfter({ retry_after }) {
    const waitMs = retry_after ? retry_after * 1000 : RETRY_MS,
      until = Date.now() + waitMs;
    if (!retry_after || waitMs > LATE_MS) this.#setLate(true);
    do await this.#delay.pause(until - Date.now());
    while (retry_after && Date.now() < until); // a new connection does not lift the limit
  }
  /** Set whether entries have waited for more than LATE_MS; they are then shown as kept, not as sending. */
  #setLate(isLate) {
    if (isLate === this.#isLate) return;
    this.#isLate = isLate;
    for (const room of new Set(this.#store.all().map((entry) => entry.room))) this.#publish("outbox", room);
  }
}
