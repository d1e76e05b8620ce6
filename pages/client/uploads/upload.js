// One upload: what this browser knows about a file and about how much of it the server has.

/**
 * What is stored about a file.
 * @typedef {object} UploadRecord
 * @property {string} key the name that the server knows the upload by
 * @property {number} room
 * @property {string} name
 * @property {number} size in bytes
 * @property {string} type
 * @property {string} kind "picture", "audio", "video" or "file"
 * @property {number} width in pixels; 0 if it is no picture
 * @property {number} height
 * @property {number} at when it was added, in milliseconds
 * @property {number} [order] among the files of this window
 * @property {string} tab the window that works on it
 * @property {number} beat when that window was last seen, in milliseconds
 * @property {"waiting" | "up" | "failed"} state
 * @property {{ id: number, type: string, kind: string, width: number, height: number }} [file] when it is up
 * @property {{ chars: number, lines: number }} [pasted] how much text it has, if it was pasted as text
 * @property {string} [reason] why the server has refused it
 * @property {string} [code] the same for programs
 */
/**
 * The window that works on an upload, and when it was last seen.
 * @typedef {{ tab: string, beat: number }} Owner
 */
/**
 * The server's answer about an upload; undefined if it knows no file with this key.
 * @typedef {{ offset?: number, file?: any, sent?: boolean, next_in?: number } | undefined} Answer
 */

/**
 * Goes through these states:
 * - "unchecked": the page has just been loaded, it is not known how much has arrived;
 * - "waiting": it has to be announced to the server;
 * - "announced": the server waits for the bytes after `offset`;
 * - "sending": some of them are on their way;
 * - "processing": all have arrived, the server is still inspecting the file;
 * - "up": the file has an id, and its message can be sent;
 * - "failed": the server has refused it.
 * Only "waiting", "up" and "failed" are stored; a reload or another window begins at "unchecked" or "waiting".
 */
export class Upload {
  /** @type {UploadRecord} */
  record;
  /** How many bytes the server has, as far as it has said. */
  offset = 0;
  /** The part that has arrived, from 0 to 1; undefined before the server has answered. */
  progress = /** @type {number | undefined} */ (undefined);
  #phase = "waiting"; // the state of a file that is neither up nor refused

  /** @param {UploadRecord} record */
  constructor(record) {
    this.record = record;
  }
  get key() {
    return this.record.key;
  }
  get room() {
    return this.record.room;
  }
  get state() {
    return this.record.state === "waiting" ? this.#phase : this.record.state;
  }
  /** The server has to be asked what it has; a file that was up may be gone. */
  get isUnchecked() {
    return this.#phase === "unchecked";
  }
  get isProcessing() {
    return this.#phase === "processing";
  }
  /** The server waits for bytes of it. */
  get isAnnounced() {
    return ["announced", "sending"].includes(this.state);
  }

  check() {
    this.#phase = "unchecked";
  }
  /**
   * The server has answered.
   * @param {Answer} answer
   * @param {Owner} owner this window
   */
  takeAnswer(answer, owner) {
    const { state, size } = this.record;
    this.#phase = "waiting";
    if (state === "failed") return;
    if (answer?.file) return this.#finish(answer.file);
    if (answer) this.#phase = answer.offset < size ? "announced" : "processing";
    this.offset = answer?.offset ?? 0;
    this.progress = answer && this.offset / size;
    if (state === "up") this.record = { ...this.record, state: "waiting", ...owner };
  }
  /** A piece of the file begins to be sent. */
  startPiece() {
    this.#phase = "sending";
  }
  /** So many bytes have left, those of earlier pieces included. */
  sendBytes(bytes) {
    this.progress = bytes / this.record.size;
  }
  /** The piece was not sent; the server still waits for it. */
  stopPiece() {
    if (this.#phase === "sending") this.#phase = "announced";
  }
  /** The connection was lost: announce the file again to learn how much has arrived. */
  lose() {
    if (this.isAnnounced) this.#phase = "waiting";
  }
  /** The server refuses the file, for this reason. */
  fail({ text, code }) {
    this.#phase = "waiting";
    this.progress = undefined;
    this.record = { ...this.record, state: "failed", reason: text, code };
  }
  /** Begin again. The server may still have some of it. */
  retry(owner) {
    this.#phase = "waiting";
    this.record = { ...this.record, state: "waiting", reason: undefined, ...owner };
  }
  /** This window takes the upload over from one that is gone. */
  adopt(owner) {
    this.record = { ...this.record, ...owner };
  }
  #finish(file) {
    const { width, height, kind } = file;
    this.progress = undefined;
    if (this.record.state === "up" && this.record.file?.id === file.id) return;
    this.record = { ...this.record, state: "up", file, width, height, kind };
  }
}

/** In the order in which they were added. */
export const byAge = (a, b) => a.record.at - b.record.at || a.record.order - b.record.order;
