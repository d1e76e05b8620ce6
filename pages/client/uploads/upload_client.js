// The requests of uploads: sends files in pieces, with progress, time-outs and a way to abort.
import { parseJson } from "../storage.js";

/** @typedef {import("./upload.js").Answer} Answer */
/** @typedef {import("./upload.js").UploadRecord} UploadRecord */

const PIECE_BYTES = 2 ** 20,
  PIECE_MAX_BYTES = 2 ** 23,
  QUIET_MS = 20000,
  FINISH_MS = 60000,
  OUTCOME_WAIT_S = 0.3; // for the server to inspect the file, see messenger/http/files.py

/** Every request rejects with {code, text, …} if the server refuses, and with the code "offline" if none answers. */
export class UploadClient {
  #onSignedOut;
  #running = /** @type {XMLHttpRequest | null} */ (null);
  #size = PIECE_BYTES;
  #sizeMax = PIECE_MAX_BYTES;

  /** @param {() => void} onSignedOut the session has ended */
  constructor(onSignedOut) {
    this.#onSignedOut = onSignedOut;
  }
  /**
   * Ask for files by key: `files` holds, by key, what `announce` would answer. The server may wait for a change.
   * @returns {Promise<{ files: Record<string, Answer>, next_in?: number }>}
   */
  states(keys, waitS = 0) {
    return this.#call("GET", `/files?${new URLSearchParams({ keys: keys.join(","), wait: String(waitS) })}`);
  }
  /**
   * Announce a file. The answer holds the `offset` to continue from, or the `file` if it is already there, and
   * `next_in` if the next file has to wait that many seconds.
   * @param {UploadRecord} record
   * @returns {Promise<Answer>}
   */
  announce({ key, room, name, size }) {
    return this.#call("POST", `/files/${key}?${new URLSearchParams({ room: String(room), name, size: String(size) })}`);
  }
  /**
   * Send the bytes after `from`, as many as the connection has managed so far. The answer is that of an announcement;
   * while the server is still inspecting the file it is {offset}, equal to the size of the file.
   * @param {UploadRecord} record
   * @param {Blob} content
   * @param {number} from
   * @param {(bytes: number) => void} onBytes is called with how many have left, those before `from` included
   * @param {boolean} isBusy whether the server is inspecting other files: then do not wait for this one
   * @returns {Promise<Answer>}
   */
  async piece({ key }, content, from, onBytes, isBusy) {
    const address = `/files/${key}?wait=${isBusy ? 0 : OUTCOME_WAIT_S}&offset=${from}`;
    const send = this.#call("PATCH", address, {
      body: content.slice(from, from + this.#size),
      onBytes: (bytes) => onBytes(from + bytes),
      started: (request) => (this.#running = request),
    });
    const answer = await send.catch((error) => {
      if (error.code === "wrong_offset") return { offset: error.offset };
      if (error.code !== "too_much" || this.#size === PIECE_BYTES) throw error;
      this.#size = this.#sizeMax = PIECE_BYTES; // a proxy accepts no more at once
      return { offset: from };
    });
    this.#size = Math.min(this.#size * 2, this.#sizeMax);
    return answer;
  }
  /** Discard a file on the server; without a connection, the server discards it some days later. */
  discard(key) {
    fetch(`/files/${key}`, { method: "DELETE" }).catch(() => {});
  }
  /** Abort the piece that is being sent. */
  abort() {
    this.#running?.abort();
  }
  /** Nothing is being sent any more. */
  rest() {
    this.#running = null;
  }

  #call(method, path, { body = null, onBytes = null, started = null } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let timer = null;
      const watch = (limit) => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), limit);
      };
      request.open(method, path);
      request.setRequestHeader("accept", "application/json");
      request.upload.onprogress = (event) => {
        watch(event.loaded < event.total ? QUIET_MS : FINISH_MS);
        onBytes?.(event.loaded);
      };
      request.upload.onload = () => watch(FINISH_MS);
      request.onerror =
        request.onabort =
        request.ontimeout =
          () => {
            clearTimeout(timer);
            reject({ code: "offline" });
          };
      request.onload = () => {
        clearTimeout(timer);
        const { answer, error } = this.#outcome(request);
        error ? reject(error) : resolve(answer);
      };
      watch(body ? QUIET_MS : FINISH_MS);
      request.send(body);
      started?.(request);
    });
  }
  #outcome({ status, responseText }) {
    const answer = parseJson(responseText); // null if it is a proxy's answer
    if (status < 300 && answer) return { answer };
    if (status === 401) this.#onSignedOut();
    else if (status === 413 && !answer) return { error: { code: "too_much" } };
    else if (answer?.code && status < 500) return { error: { ...answer, text: answer.error } };
    return { error: { code: "offline" } };
  }
}
