// Typing the beginning of a name in a list goes to that name.
import { locale } from "../i18n.js";

const PAUSE_MS = 800;
const CHARACTER = /^[\p{L}\p{N}]$/u;

export class TypeAhead {
  #typed = "";
  #at = -Infinity;

  /**
   * Take a key. Returns the number of the first name that begins with what was typed without a pause, at `at` or after
   * it, then from the top; the same letter again goes on to the next one. -1 if there is none.
   * @param {{key: string, altKey?: boolean, ctrlKey?: boolean, metaKey?: boolean}} event
   * @param {string[]} names
   * @param {number} at
   */
  find({ key, altKey, ctrlKey, metaKey }, names, at, now = Date.now()) {
    if (!CHARACTER.test(key) || altKey || ctrlKey || metaKey) return -1;
    const isNew = now - this.#at > PAUSE_MS || this.#typed === key.toLocaleLowerCase(locale);
    this.#typed = (isNew ? "" : this.#typed) + key.toLocaleLowerCase(locale);
    this.#at = now;
    const order = names.map((_, number) => (at + number + (isNew ? 1 : 0)) % names.length);
    return order.find((number) => names[number].toLocaleLowerCase(locale).startsWith(this.#typed)) ?? -1;
  }
}
