// Asks for the state of files that the server has or may have: one request for all of them, one request at a time.
import { cancellableDelay } from "../connection/cancellable_delay.js";
import { on, tell } from "../events.js";
import { uploadClient } from "./upload_client.js";

const { pause, wake } = cancellableDelay();
const KEYS_MAX = 100, // the server's limit
  GAP_MS = 300,
  RETRY_MS = 1000,
  RETRY_MAX_MS = 10000,
  WAIT_S = 1,
  WAIT_MAX_S = 3; // files added meanwhile are asked about afterwards
const unchecked = new Set(), // it is not known how much has arrived
  processing = new Set(); // all bytes have arrived, the server is still inspecting them
let isAsking = false,
  waitS = WAIT_S,
  quietUntil = 0;

const askOnce = async () => {
  const isCheck = unchecked.size > 0,
    keys = [...(isCheck ? unchecked : processing)].slice(0, KEYS_MAX),
    begun = Date.now();
  const answer = await uploadClient.states(keys, isCheck ? 0 : waitS);
  for (const key of keys) unchecked.delete(key);
  tell("upload_states", { ...answer, keys });
  if (isCheck || !keys.every((key) => processing.has(key))) {
    waitS = WAIT_S;
    return pause(isCheck ? 0 : GAP_MS);
  }
  await pause(Math.max(GAP_MS, begun + waitS * 1000 - Date.now())); // the answer may come early, without news
  waitS = Math.min(waitS * 2, WAIT_MAX_S);
};
const ask = async () => {
  if (isAsking) return;
  isAsking = true;
  let tries = 0;
  while (unchecked.size || processing.size) {
    try {
      const rest = quietUntil - Date.now();
      if (rest > 0) await pause(rest);
      else await askOnce();
      tries = 0;
    } catch (error) {
      if (error.retry_after) quietUntil = Date.now() + error.retry_after * 1000;
      else await pause(Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
    }
  }
  isAsking = false;
};
on("connect", wake);

export const uploadStates = {
  /** Check how much of each file has arrived; reported as "upload_states" {keys, files, next_in?}. */
  check(keys) {
    for (const key of keys) unchecked.add(key);
    ask();
  },
  /** Keep asking about a file until the server has inspected it. */
  follow(key) {
    if (!processing.has(key)) waitS = WAIT_S;
    processing.add(key);
    ask();
  },
  /** Stop asking about a file. */
  drop(key) {
    unchecked.delete(key);
    processing.delete(key);
  },
  isUnchecked: (key) => unchecked.has(key),
  isProcessing: (key) => processing.has(key),
  /** Whether the server is inspecting any file. */
  isBusy: () => processing.size > 0,
};
