// Which upload is next, and how long the server's limits make it wait.
import { byAge } from "./upload.js";

/** @typedef {import("./upload.js").Upload} Upload */

const ADOPT_AFTER_MS = 10000; // when another window has not been seen for so long, its files go on here

export class UploadQueue {
  #tab;
  #isLostRoom;
  #newFilesAt = 0; // not before this time
  #piecesAt = 0;
  #isLimited = false;

  /**
   * @param {string} tab the name of this window
   * @param {(room: number) => boolean} isLostRoom whether this person may no longer write there
   */
  constructor(tab, isLostRoom = () => false) {
    this.#tab = tab;
    this.#isLostRoom = isLostRoom;
  }
  /**
   * The upload to work on now, or undefined. The one that may go on first comes first. All files are
   * announced before the first is sent, so that a refusal is shown at once.
   * @param {Upload[]} uploads
   * @returns {Upload | undefined}
   */
  next(uploads, now = Date.now()) {
    return uploads
      .filter((upload) => this.isDue(upload, now))
      .sort(
        (a, b) =>
          this.waitOf(a, now) - this.waitOf(b, now) || Number(a.isAnnounced) - Number(b.isAnnounced) || byAge(a, b),
      )[0];
  }
  /** Whether this window has something to do for this upload. */
  isDue(upload, now = Date.now()) {
    const { room, tab, beat } = upload.record;
    return (
      (upload.state === "waiting" || upload.isAnnounced) &&
      !this.#isLostRoom(room) &&
      (tab === this.#tab || now - beat > ADOPT_AFTER_MS)
    );
  }
  /** How long a limit makes an upload wait, in milliseconds. */
  waitOf(upload, now = Date.now()) {
    return Math.max(0, (upload.isAnnounced ? this.#piecesAt : this.#newFilesAt) - now);
  }
  /** Whether a limit on new files makes this one wait for its turn. */
  isWaitingForTurn(upload, now = Date.now()) {
    return this.#isLimited && upload.state === "waiting" && this.isDue(upload, now);
  }
  /** The next new file has to wait so many seconds. Returns whether files begin or cease to wait for their turn. */
  limitNewFiles(seconds = 0, now = Date.now()) {
    this.#newFilesAt = now + seconds * 1000;
    const isChanged = this.#isLimited !== seconds > 0;
    this.#isLimited = seconds > 0;
    return isChanged;
  }
  /** The next piece of any file has to wait so many seconds. */
  limitPieces(seconds, now = Date.now()) {
    this.#piecesAt = now + seconds * 1000;
  }
}
