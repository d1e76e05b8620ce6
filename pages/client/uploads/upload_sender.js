// Sends the files of this window, one after the other.
import { cancellableDelay } from "../connection/cancellable_delay.js";

/** @typedef {import("./upload.js").Upload} Upload */
/** @typedef {import("./upload.js").Answer} Answer */

const RETRY_MS = 1000,
  RETRY_MAX_MS = 10000;

export class UploadSender {
  #store;
  #client;
  #queue;
  #owner;
  #takeAnswer;
  #limitNewFiles;
  #fail;
  #delay = cancellableDelay();
  #current = /** @type {Upload | null} */ (null);
  #isRunning = false;

  /**
   * @param {object} parts
   * @param {import("./upload_store.js").UploadStore} parts.store
   * @param {import("./upload_client.js").UploadClient} parts.client
   * @param {import("./upload_queue.js").UploadQueue} parts.queue
   * @param {() => import("./upload.js").Owner} parts.owner this window
   * @param {(upload: Upload, answer: Answer) => void} parts.takeAnswer
   * @param {(seconds?: number) => void} parts.limitNewFiles the next new file has to wait
   * @param {(upload: Upload, error: { text: string, code: string }) => void} parts.fail
   */
  constructor({ store, client, queue, owner, takeAnswer, limitNewFiles, fail }) {
    this.#store = store;
    this.#client = client;
    this.#queue = queue;
    this.#owner = owner;
    this.#takeAnswer = takeAnswer;
    this.#limitNewFiles = limitNewFiles;
    this.#fail = fail;
  }
  /** Send until nothing is left to do. */
  async run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let tries = 0;
    try {
      for (let upload = this.#next(); upload; upload = this.#next()) {
        if (await this.#attempt(upload)) tries = 0;
        else await this.#delay.pause(Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
      }
    } finally {
      this.#isRunning = false;
      this.#current = null;
      this.#client.rest();
    }
  }
  /** Do not wait any longer: there is a connection again, or a new file. */
  wake() {
    this.#delay.wake();
  }
  /** Stop sending this file, if it is being sent. */
  abort(upload) {
    if (this.#current === upload && upload.progress !== undefined) this.#client.abort();
  }
  #next() {
    return this.#queue.next(this.#store.all());
  }
  /** Wait for a limit, or work on a file. Returns false if there was no connection. */
  async #attempt(upload) {
    try {
      const waitMs = this.#queue.waitOf(upload);
      this.#current = waitMs ? null : upload;
      if (waitMs) await this.#delay.pause(waitMs);
      else await this.#alone(upload, () => this.#transfer(upload));
    } catch (error) {
      if (!this.#store.has(upload.key)) return true;
      if (error.retry_after) this.#limit(upload, error.retry_after);
      else if (error.text) this.#fail(upload, error);
      else {
        if (error instanceof Error) console.error(error);
        upload.lose();
        return false;
      }
    }
    return true;
  }
  /** Where the browser has locks, two windows never send the same file; elsewhere the key keeps it to one copy. */
  #alone(upload, work) {
    if (!navigator.locks) return work();
    return navigator.locks.request(`upload:${upload.key}`, { ifAvailable: true }, (lock) =>
      lock ? work() : this.#delay.pause(RETRY_MS),
    );
  }
  /** Announce a file, or send all that is missing of one that was announced. */
  async #transfer(upload) {
    const content = await this.#store.content(upload.key),
      { tab } = this.#owner();
    if (!content) return this.#store.remove([upload.key]);
    if (upload.record.tab !== tab) {
      upload.adopt(this.#owner());
      this.#store.keep(upload);
    }
    if (upload.isAnnounced) return this.#sendPieces(upload, content);
    const answer = await this.#client.announce(upload.record);
    this.#limitNewFiles(answer.next_in);
    this.#takeAnswer(upload, answer);
  }
  async #sendPieces(upload, content) {
    const isBusy = upload.record.kind === "picture" && this.#store.all().some((other) => other.isProcessing);
    const onBytes = (bytes) => {
      upload.sendBytes(bytes);
      this.#store.publishProgress(upload.room);
    };
    while (upload.isAnnounced && this.#store.has(upload.key)) {
      upload.startPiece();
      this.#takeAnswer(upload, await this.#client.piece(upload.record, content, upload.offset, onBytes, isBusy));
    }
  }
  /** The server has refused to go on for so many seconds. */
  #limit(upload, seconds) {
    if (!upload.isAnnounced) return this.#limitNewFiles(seconds);
    upload.stopPiece();
    this.#queue.limitPieces(seconds);
  }
}
