// Rooms that are no longer open to this person, and what was left unsent there. Stored, because the window goes to
// another page.
import { device } from "../storage.js";

/**
 * @typedef {object} LostRoom
 * @property {"room" | "conversation"} [kind] what the person has left; unknown if the room was taken from them
 * @property {string} [title] of the room, if it was known
 * @property {string[]} [files] the names of files that waited there
 */

export class LostRooms {
  #storage;
  #person = null;
  #own = /** @type {Set<number> | null} */ (null); // rooms of this person, once the page knows them

  constructor(storage = device) {
    this.#storage = storage;
  }
  /** This person belongs to these rooms. Rooms that are lost no more are forgotten. */
  belongTo(person, rooms) {
    this.#person = person;
    this.#own = new Set(rooms);
    for (const room of this.#stored()) if (this.#own.has(room)) this.forget(room);
  }
  /** Whether the page knows yet which rooms are open to this person. */
  get isReady() {
    return this.#own !== null;
  }
  /** Whether this person belongs to the room, as far as the page knows. */
  isOwn(room) {
    return Boolean(this.#own?.has(room));
  }
  /** Whether something is known about the loss of this room. */
  isLost(room) {
    return !this.isOwn(room) && this.#stored().includes(room);
  }
  list() {
    return this.#stored().filter((room) => !this.isOwn(room));
  }
  /** @returns {LostRoom} */
  read(room) {
    return this.#storage.readJson(this.#name(room)) ?? {};
  }
  /**
   * @param {number} room
   * @param {{ kind?: "room" | "conversation", title?: string }} facts
   */
  describe(room, facts) {
    this.#storage.writeJson(this.#name(room), { ...this.read(room), ...facts });
  }
  addFiles(room, names) {
    if (!names.length) return;
    const files = [...new Set([...(this.read(room).files ?? []), ...names])];
    this.#storage.writeJson(this.#name(room), { ...this.read(room), files });
  }
  forgetFiles(room) {
    this.#storage.writeJson(this.#name(room), { ...this.read(room), files: undefined });
  }
  forget(room) {
    this.#storage.remove(this.#name(room));
  }
  #name(room) {
    return `lost:${this.#person}:${room}`;
  }
  #stored() {
    const prefix = this.#name("");
    return this.#storage.names(prefix).map((name) => Number(name.slice(prefix.length)));
  }
}
