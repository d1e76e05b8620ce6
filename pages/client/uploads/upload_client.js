// Sends files in pieces, with progress, time-outs and a way to abort.
import { toLogin } from "../connection/connection.js";

const PIECE_BYTES = 2 ** 20,
  PIECE_MAX_BYTES = 2 ** 23,
  QUIET_MS = 20000,
  FINISH_MS = 60000,
  OUTCOME_WAIT_S = 0.3; // for the server to inspect the file, see messenger/http/files.py
let running = null,
  size = PIECE_BYTES,
  sizeMax = PIECE_MAX_BYTES;

/** Make a request. Resolves with the answer's JSON; rejects with {code, text, …}, `offline` if there was none. */
const call = (method, path, { body = null, onBytes = null, begun = null } = {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer = null;
    const watch = (limit) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), limit);
    };
    const lost = () => {
      clearTimeout(timer);
      reject({ code: "offline" });
    };
    request.open(method, path);
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = (event) => {
      watch(event.loaded < event.total ? QUIET_MS : FINISH_MS);
      onBytes?.(event.loaded);
    };
    request.upload.onload = () => watch(FINISH_MS);
    request.onerror = request.onabort = request.ontimeout = lost;
    request.onload = () => {
      clearTimeout(timer);
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        /* not our answer but a proxy's */
      }
      if (request.status < 300 && answer) resolve(answer);
      else if (request.status === 401) {
        toLogin();
        reject({ code: "offline" });
      } else if (request.status === 413 && !answer) reject({ code: "too_much" });
      else reject(answer?.code && request.status < 500 ? { ...answer, text: answer.error } : { code: "offline" });
    };
    watch(body ? QUIET_MS : FINISH_MS);
    request.send(body);
    begun?.(request);
  });

const addressOf = ({ key }) => `/files/${key}`;
/** Ask for files by key: `files` holds, by key, what `announce` would answer. The server may wait for a change. */
const states = (keys, waitS = 0) =>
  call("GET", `/files?${new URLSearchParams({ keys: keys.join(","), wait: String(waitS) })}`);
/**
 * Announce a file. The answer holds the `offset` to continue from, or the `file` if it is already there, and
 * `next_in` if the next file has to wait that many seconds.
 */
const announce = (record) =>
  call(
    "POST",
    `${addressOf(record)}?${new URLSearchParams({ room: record.room, name: record.name, size: record.size })}`,
  );
/**
 * Send the bytes after `from`, as many as the connection has managed so far. The answer is that of an announcement;
 * while the server is still inspecting the file it is {offset}, equal to the size of the file.
 */
const piece = async (record, content, from, onBytes, isBusy) => {
  const address = `${addressOf(record)}?wait=${isBusy ? 0 : OUTCOME_WAIT_S}&offset=${from}`;
  const send = call("PATCH", address, {
    body: content.slice(from, from + size),
    onBytes: (bytes) => onBytes(from + bytes),
    begun: (request) => (running = request),
  });
  const answer = await send.catch((error) => {
    if (error.code === "wrong_offset") return { offset: error.offset };
    if (error.code !== "too_much" || size === PIECE_BYTES) throw error;
    size = sizeMax = PIECE_BYTES; // a proxy accepts no more at once
    return { offset: from };
  });
  size = Math.min(size * 2, sizeMax);
  return answer;
};

export const uploadClient = {
  states,
  announce,
  piece,
  /** Abort the piece that is being sent. */
  abort: () => running?.abort(),
  /** Nothing is being sent any more. */
  rest: () => (running = null),
};
