// Where one person's drafts are stored in this browser: three texts for each room, under names that hold the person.
import { LastingTexts } from "../storage.js";

/** @typedef {import("./merge.js").DraftState} DraftState */

const DRAFT = { here: "draft", agreed: "agreed", sent: "sent" };
const ALL_KINDS = [...Object.values(DRAFT), "editing", "answering", "lost"]; // the last three belong to other modules
const SENT_MAX = 10;

/** The server reads half an emoji as U+FFFD. Do the same, or its answer would look like a different text. */
const mend = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

const roomIn = (name) => Number(name.split(":")[2]);

/**
 * All windows of a browser share what is stored. What the server has said reaches them at different times, though: each
 * window merges it with the text that it has itself heard last (`agreed`), and treats what another window of this
 * browser has sent or agreed on as sent from here.
 */
export class DraftStore {
  #texts;
  #person = null;
  #agreed = /** @type {Map<number, string>} */ (new Map()); // by room, as this window has heard
  #sent = /** @type {Map<number, string[]>} */ (new Map()); // by room, from this window since the last answer

  constructor(texts = new LastingTexts()) {
    this.#texts = texts;
  }
  /** Use the drafts of this person. With null, nothing is stored any more. */
  belongTo(person) {
    this.#person = person;
    this.#sent.clear();
    this.startHearing();
  }
  get isOpen() {
    return this.#person !== null;
  }
  /**
   * @param {number} room
   * @returns {DraftState}
   */
  read(room) {
    const here = this.readHere(room),
      stored = this.#readText(DRAFT.agreed, room) ?? "",
      agreed = this.#agreed.get(room) ?? "",
      sent = this.#readSent(room);
    return { here, agreed, sent: stored === agreed ? sent : [...sent, stored] };
  }
  readHere(room) {
    return this.#readText(DRAFT.here, room) ?? "";
  }
  writeHere(room, text) {
    this.#writeText(DRAFT.here, room, text || null);
  }
  /** The server has this text. */
  writeAgreed(room, text) {
    this.#agreed.set(room, text);
    this.#writeText(DRAFT.agreed, room, text || null);
    this.dropSent(room, text);
  }
  /** This text is being sent. */
  addSent(room, text) {
    this.#writeSent(room, [...this.#readSent(room), text].slice(-SENT_MAX));
  }
  /** This text will not arrive, or has arrived. */
  dropSent(room, text) {
    const sent = this.#readSent(room);
    if (sent.includes(text))
      this.#writeSent(
        room,
        sent.filter((other) => other !== text),
      );
  }
  /** The server has answered; nothing that was sent before can arrive any more. */
  clearSent(room) {
    this.#writeSent(room, []);
  }
  /** From now on this window hears what the server says; begin with what the browser knows. */
  startHearing() {
    this.#agreed = new Map(this.rooms().map((room) => [room, this.#readText(DRAFT.agreed, room) ?? ""]));
  }
  /** The rooms with a text here. */
  roomsHere() {
    return this.#names(DRAFT.here).map(roomIn);
  }
  /** The rooms with a text here, or with one that the server had or may have. */
  rooms() {
    return [...new Set(Object.values(DRAFT).flatMap((kind) => this.#names(kind).map(roomIn)))];
  }
  /** The room whose draft has this name in the storage, if it is this person's. */
  roomOf(name) {
    const [kind, person, room] = (name ?? "").split(":");
    return kind === DRAFT.here && Number(person) === this.#person ? Number(room) : null;
  }
  /** How many texts are unfinished: drafts, and edits of messages. */
  count() {
    return this.#names(DRAFT.here).length + this.#names("editing").length;
  }
  isStored() {
    return Object.values(DRAFT).every((kind) => this.#texts.isStored(this.#prefix(kind)));
  }
  /** Remove all of this person's texts from this browser. */
  removeAll() {
    for (const name of ALL_KINDS.flatMap((kind) => this.#names(kind))) this.#texts.remove(name);
  }
  #prefix(kind) {
    return `${kind}:${this.#person}:`;
  }
  #name(kind, room) {
    return this.#prefix(kind) + room;
  }
  #names(kind) {
    return this.#texts.names(this.#prefix(kind));
  }
  #readText(kind, room) {
    const text = this.#texts.read(this.#name(kind, room));
    return text === null ? null : mend(text);
  }
  /** Texts that this window has sent since the last answer, and the latest of any window. */
  #readSent(room) {
    const own = this.#sent.get(room) ?? [],
      latest = this.#readText(DRAFT.sent, room);
    return latest === null || own.includes(latest) ? own : [...own, latest];
  }
  #writeSent(room, texts) {
    this.#sent.set(room, texts);
    this.#writeText(DRAFT.sent, room, texts.at(-1) ?? null);
  }
  #writeText(kind, room, text) {
    if (!this.isOpen) return;
    if (text === null) this.#texts.remove(this.#name(kind, room));
    else this.#texts.write(this.#name(kind, room), text);
  }
}
