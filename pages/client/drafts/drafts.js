// Drafts: saved in this browser at every keystroke, and on the server within seconds.
import { deleteOnServer } from "./delete_on_server.js";
import { DraftStore } from "./draft_store.js";
import { merge } from "./merge.js";

const SEND_MS = 1500,
  FORGET_MS = 60000, // longer than the server's rate limit
  SENT_MAX_CHARS = 16000; // two such texts always fit into a frame; longer ones stay on the device

/** Publishes "draft" (room) when another window or device has changed a draft, and "drafted" when any has changed. */
export class Drafts {
  #ask;
  #publish;
  #store;
  #timers = new Map(); // by room: sends the draft
  #sending = new Set(); // rooms; each sends one text at a time
  #answeredAt = new Map();
  #deleted = new Set(); // rooms whose draft was deleted on the server in order to log out
  #isLeaving = false;

  /**
   * @param {(event: string, data: object) => Promise<any>} ask
   * @param {(type: string, fact?: any) => void} publish
   * @param {DraftStore} store
   */
  constructor(ask, publish, store = new DraftStore()) {
    this.#ask = ask;
    this.#publish = publish;
    this.#store = store;
  }
  /** Use the drafts of this person only. */
  belongTo(person) {
    this.#store.belongTo(person);
  }
  read(room) {
    return this.#store.readHere(room);
  }
  /** The person has changed the text in the composer. */
  write(room, text) {
    this.#store.writeHere(room, text);
    this.#sendLater(room, text ? SEND_MS : 0);
    this.#publish("drafted");
  }
  /** Delete the draft for a room that is no longer open to this person, here and on the server. */
  async forget(room) {
    const { here, agreed, sent } = this.#store.read(room),
      texts = [agreed, ...sent, here];
    this.#stopTimer(room);
    this.#store.writeHere(room, "");
    this.#publish("drafted");
    const { isDeleted } = await deleteOnServer(this.#ask, room, texts, performance.now() + FORGET_MS);
    if (!isDeleted || this.read(room)) return; // `sendAll` tries again
    this.#store.writeAgreed(room, "");
    this.#store.clearSent(room);
  }
  /** Take the server's draft of a room, requested at the time `asked`; a draft sent since then is newer. */
  takeAnswer(room, body, asked) {
    if (!this.#sending.has(room) && !(this.#answeredAt.get(room) >= asked)) this.takeChange(room, body);
  }
  /** The draft on the server has changed, from here or from another device. */
  takeChange(room, body) {
    if (!this.#isLeaving) this.#take(room, body);
  }
  /** The rooms with a draft. */
  rooms() {
    return this.#store.roomsHere();
  }
  /** How many texts are unfinished: drafts, and edits of messages. */
  count() {
    return this.#store.count();
  }
  /** Whether all of them are in the browser's storage, and not only in this window. */
  isStored() {
    return this.#store.isStored();
  }
  /** Send every draft that the server does not have yet: there is a connection again. */
  sendAll() {
    if (!this.#store.isOpen) return;
    this.#store.startHearing();
    this.#store.rooms().forEach((room) => this.#send(room));
  }
  /** Send what waits for a pause in typing: the page is being left. */
  sendWaiting() {
    [...this.#timers.keys()].forEach((room) => this.#send(room));
  }
  /** Another window has stored something under this name. */
  takeStored(name) {
    const room = this.#store.roomOf(name);
    if (room === null) return;
    this.#publish("draft", room);
    this.#publish("drafted");
  }
  /** Delete all drafts on the server. Resolves within so many `milliseconds` with whether that worked. */
  async deleteOnServer(milliseconds) {
    this.#isLeaving = true;
    this.#deleted.clear();
    [...this.#timers.keys()].forEach((room) => this.#stopTimer(room));
    const until = performance.now() + milliseconds,
      late = new Promise((resolve) => setTimeout(() => resolve([false]), milliseconds));
    const deletions = this.#store.rooms().map((room) => this.#deleteRoom(room, until));
    return (await Promise.race([Promise.all(deletions), late])).every(Boolean);
  }
  async #deleteRoom(room, until) {
    const { here, agreed, sent } = this.#store.read(room),
      texts = [agreed, ...sent, here];
    if (!texts.some(Boolean)) return true;
    const { isAnswered, isDeleted } = await deleteOnServer(this.#ask, room, texts, until);
    if (isDeleted) this.#deleted.add(room);
    return isAnswered;
  }
  /** The person stays after all: send again what the server has deleted. */
  stay() {
    this.#isLeaving = false;
    for (const room of this.#deleted) {
      this.#store.writeAgreed(room, "");
      this.#store.clearSent(room);
    }
    for (const room of new Set([...this.#store.rooms(), ...this.#deleted])) this.#send(room);
  }
  /** Delete all of this person's texts in this browser, and store nothing from now on. */
  wipe() {
    this.#store.removeAll();
    this.#store.belongTo(null);
  }

  /** Send a draft. It replaces only the text that this device has agreed on with the server. */
  async #send(room) {
    this.#stopTimer(room);
    const { here, agreed } = this.#store.read(room);
    if (this.#isLeaving || here === agreed || this.#sending.has(room)) return;
    if (Math.max(here.length, agreed.length) > SENT_MAX_CHARS) return;
    this.#sending.add(room);
    this.#store.addSent(room, here);
    const { answer, code, retry_after } = await this.#ask("draft", { room, body: here, base: agreed }).then(
      (answer) => ({ answer }),
      (error) => error,
    );
    this.#sending.delete(room);
    if (code === "offline") this.#store.dropSent(room, here); // it has not left this device
    if (retry_after && !this.#timers.has(room)) this.#sendLater(room, retry_after * 1000);
    if (!answer) return; // sent again when the limit allows, at the next key or the next connection
    this.#answeredAt.set(room, performance.now());
    if (!this.#isLeaving) this.#take(room, answer.body, true);
  }
  /** Merge the text that the server has with the one here, and send the result unless the person is still typing. */
  #take(room, body, isAnswer = false) {
    const before = this.#store.readHere(room),
      { here, toSend } = merge(this.#store.read(room), body);
    this.#store.writeAgreed(room, body);
    if (isAnswer) this.#store.clearSent(room);
    if (here !== before) {
      this.#store.writeHere(room, here);
      this.#publish("draft", room);
      this.#publish("drafted");
    }
    if (toSend !== null && !this.#timers.has(room)) this.#send(room);
  }
  #sendLater(room, milliseconds) {
    this.#stopTimer(room);
    this.#timers.set(
      room,
      setTimeout(() => this.#send(room), milliseconds),
    );
  }
  #stopTimer(room) {
    clearTimeout(this.#timers.get(room));
    this.#timers.delete(room);
  }
}
