// A storage like localStorage, which can be full or switched off.
export class FakeStorage {
  #refusal = "";

  /** From now on: "" for no trouble, "full" (nothing can be added), "off" (nothing works). */
  refuse(refusal) {
    this.#refusal = refusal;
  }
  getItem(name) {
    this.#check("off");
    return this[name] ?? null;
  }
  setItem(name, text) {
    this.#check("off", "full");
    this[name] = String(text);
  }
  removeItem(name) {
    this.#check("off");
    delete this[name];
  }
  #check(...refusals) {
    if (refusals.includes(this.#refusal)) throw new DOMException(this.#refusal, "QuotaExceededError");
  }
}
