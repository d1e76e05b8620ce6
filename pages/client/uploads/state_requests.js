// Asks for the state of files that the server has or may have: one request for all of them, one request at a time.
import { cancellableDelay } from "../connection/cancellable_delay.js";

/** @typedef {import("./upload.js").Upload} Upload */

const KEYS_MAX = 100, // the server's limit
  GAP_MS = 300,
  RETRY_MS = 1000,
  RETRY_MAX_MS = 10000,
  WAIT_S = 1,
  WAIT_MAX_S = 3; // files added meanwhile are asked about afterwards

export class StateRequests {
  #uploads;
  #ask;
  #takeAnswer;
  #delay = cancellableDelay();
  #isRunning = false;
  #waitS = WAIT_S;
  #quietUntil = 0;

  /**
   * @param {() => Upload[]} uploads
   * @param {(keys: string[], waitS: number) => Promise<object>} ask
   * @param {(keys: string[], answer: object) => void} takeAnswer changes the state of the uploads with these keys
   */
  constructor(uploads, ask, takeAnswer) {
    this.#uploads = uploads;
    this.#ask = ask;
    this.#takeAnswer = takeAnswer;
  }
  /** Ask until no upload is unchecked or being processed. */
  async run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let tries = 0;
    while (this.#hasQuestions()) {
      try {
        const restMs = this.#quietUntil - Date.now();
        if (restMs > 0) await this.#delay.pause(restMs);
        else await this.#askOnce();
        tries = 0;
      } catch (error) {
        if (error instanceof Error) console.error(error);
        if (error.retry_after) this.#quietUntil = Date.now() + error.retry_after * 1000;
        else await this.#delay.pause(Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
      }
    }
    this.#isRunning = false;
  }
  /** The server has started to inspect another file, which may be quick. */
  runSoon() {
    this.#waitS = WAIT_S;
    this.run();
  }
  /** There is a connection again. */
  wake() {
    this.#delay.wake();
  }
  #hasQuestions() {
    return this.#uploads().some((upload) => upload.isUnchecked || upload.isProcessing);
  }
  async #askOnce() {
    const unchecked = this.#uploads().filter((upload) => upload.isUnchecked),
      isCheck = unchecked.length > 0,
      asked = (isCheck ? unchecked : this.#uploads().filter((upload) => upload.isProcessing)).slice(0, KEYS_MAX),
      keys = asked.map(({ key }) => key),
      started = Date.now();
    this.#takeAnswer(keys, await this.#ask(keys, isCheck ? 0 : this.#waitS));
    if (isCheck || !asked.every((upload) => upload.isProcessing)) {
      this.#waitS = WAIT_S;
      return this.#delay.pause(isCheck ? 0 : GAP_MS);
    }
    await this.#delay.pause(Math.max(GAP_MS, started + this.#waitS * 1000 - Date.now())); // it may answer early
    this.#waitS = Math.min(this.#waitS * 2, WAIT_MAX_S);
  }
}
