// Where one person's unsent messages and changes are stored in this browser; all windows share them.
import { LastingTexts, parseJson } from "../storage.js";

/**
 * A message, or a change of one, that the server has not confirmed yet.
 * @typedef {object} Entry
 * @property {string} key the server does nothing twice for the same key
 * @property {number} room
 * @property {string} event the request to the server
 * @property {any} data of the request
 * @property {number} at when it was added, in milliseconds
 * @property {number} order among the entries of this window
 * @property {string} tab the window that sends it
 * @property {"sending" | "failed"} state
 * @property {string[]} [files] the keys of its uploads
 * @property {string} [after] the key of the message that this one continues
 * @property {string} [reason] why the server has refused it
 * @property {number} [tries] how often the server has failed with it
 * @property {boolean} [again] its files are being sent a second time
 */

export class OutboxStore {
  #texts;
  #person = null;

  constructor(texts = new LastingTexts()) {
    this.#texts = texts;
  }
  /** Use the entries of this person. With null, nothing is stored any more. */
  belongTo(person) {
    this.#person = person;
  }
  get isOpen() {
    return this.#person !== null;
  }
  /**
   * In the order in which they were added.
   * @returns {Entry[]}
   */
  all() {
    return this.#texts
      .names(this.nameOf(""))
      .map((name) => parseJson(this.#texts.read(name)))
      .filter((entry) => entry?.key && entry.room && entry.data)
      .sort((a, b) => a.at - b.at || a.order - b.order);
  }
  keep(entry) {
    this.#texts.write(this.nameOf(entry.key), JSON.stringify(entry));
  }
  remove({ key }) {
    this.#texts.remove(this.nameOf(key));
  }
  isStored() {
    return this.#texts.isStored(this.nameOf(""));
  }
  /** The name of an entry in the storage and among the browser's locks. */
  nameOf(key) {
    return `outbox:${this.#person}:${key}`;
  }
  /** Whether a name in the storage is that of an entry of this person. */
  isOwnName(name) {
    return (name ?? "").startsWith(this.nameOf(""));
  }
}
