// Uploads: sent in pieces, resumed after a lost connection, with the same key until their message is sent.
import { cancellableDelay } from "../connection/cancellable_delay.js";
import { on, tell } from "../events.js";
import { newKey } from "../keys.js";
import { entries } from "../outbox/entries.js";
import { lostRooms } from "../outbox/lost_rooms.js";
import { tab } from "../storage.js";
import { previews } from "./previews.js";
import { uploadClient } from "./upload_client.js";
import { uploadRecords } from "./upload_records.js";
import { uploadStates } from "./upload_states.js";
import { uploadStore } from "./upload_store.js";

const { byAge, contentOf, keep, load } = uploadRecords;
const { pause, wake } = cancellableDelay();
const RETRY_MS = 1000,
  RETRY_MAX_MS = 10000,
  ADOPT_AFTER_MS = 10000;
const progress = new Map(),
  offered = new Map(), // {offset} of files that the server is waiting for
  quietUntil = { files: 0, pieces: 0 }; // set by limits
let person = null,
  current = null, // the key of the file that is being sent
  isLimited = false; // new files wait for their turn

const recordsOf = (keys) => keys.map(uploadRecords.get).filter(Boolean);
const forget = (keys) => {
  for (const key of keys) {
    progress.delete(key);
    offered.delete(key);
    uploadStates.drop(key);
  }
  return uploadRecords.remove(keys);
};

const transfer = async (record) => {
  const { key } = record,
    content = await contentOf(key);
  if (!content) return forget([key]);
  if (record.tab !== tab) keep({ ...record, tab, beat: Date.now() });
  if (!offered.has(key)) {
    const answer = await uploadClient.announce(record);
    pace(answer.next_in);
    return hear(key, answer);
  }
  const onBytes = (sent) => {
    progress.set(key, sent / record.size);
    tell("uploading", record.room);
  };
  const isBusy = record.kind === "picture" && uploadStates.isBusy();
  while (offered.has(key))
    hear(key, await uploadClient.piece(record, content, offered.get(key).offset, onBytes, isBusy));
};

/** Take the server's answer about a file; undefined if it knows no file with this key. */
const hear = (key, answer) => {
  const record = uploadRecords.get(key);
  offered.delete(key);
  const isWhole = record && answer?.offset >= record.size;
  isWhole ? uploadStates.follow(key) : uploadStates.drop(key);
  if (!record || record.state === "failed") return uploadStates.drop(key);
  if (answer?.sent) return forget([key]);
  if (answer?.file) return finish(record, answer.file);
  if (answer && !isWhole) offered.set(key, answer);
  answer ? progress.set(key, answer.offset / record.size) : progress.delete(key);
  if (record.state === "up") keep({ ...record, state: "waiting", tab, beat: Date.now() });
  else tell("uploading", record.room);
};
const finish = (record, file) => {
  progress.delete(record.key);
  previews.name(record.key, file.id);
  if (record.state === "up" && record.file.id === file.id) return uploadRecords.heard(record.room);
  keep({ ...record, state: "up", file, width: file.width, height: file.height, kind: file.kind });
};
/** Wait so many seconds before the next new file is announced. */
const pace = (seconds = 0) => {
  quietUntil.files = Date.now() + seconds * 1000;
  if (isLimited === seconds > 0) return;
  isLimited = !isLimited;
  for (const room of new Set(uploadRecords.all().map((record) => record.room))) tell("uploading", room);
};
on("upload_states", ({ keys, files, next_in }) => {
  if (next_in) pace(next_in);
  for (const key of keys) hear(key, files[key]);
  wake();
  pump();
});

const isDue = ({ key, room, state, tab: owner, beat }) =>
  state === "waiting" &&
  !uploadStates.isProcessing(key) &&
  !uploadStates.isUnchecked(key) &&
  !lostRooms.isLost(room) &&
  (owner === tab || Date.now() - beat > ADOPT_AFTER_MS);
/** Where the browser has locks, two tabs never send the same file; elsewhere the key keeps it to one copy. */
const alone = (record, work) => {
  if (!navigator.locks) return work();
  return navigator.locks.request(`upload:${record.key}`, { ifAvailable: true }, (lock) =>
    lock ? work() : pause(RETRY_MS),
  );
};
let pumping = false;
const pump = async () => {
  if (pumping || person === null) return;
  pumping = true;
  let tries = 0;
  try {
    for (let record = next(); record; record = next()) {
      try {
        const rest = restOf(record);
        current = rest ? null : record.key;
        if (rest) await pause(rest);
        else await alone(record, () => transfer(record));
        tries = 0;
      } catch (error) {
        if (!uploadRecords.has(record.key)) continue;
        if (error.retry_after && !offered.has(record.key)) pace(error.retry_after);
        else if (error.retry_after) quietUntil.pieces = Date.now() + error.retry_after * 1000;
        else if (error.text) fail(record, error);
        else {
          offered.delete(record.key); // ask again how much has arrived
          await pause(Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
        }
      }
    }
  } finally {
    pumping = false;
    current = null;
    uploadClient.rest();
  }
};
/** How long a limit makes a file wait, in milliseconds. */
const restOf = ({ key }, now = Date.now()) =>
  Math.max(0, (offered.has(key) ? quietUntil.pieces : quietUntil.files) - now);
const isOffered = ({ key }) => Number(offered.has(key));
/** Announce all files before sending the first, so that a refusal is shown at once. */
const next = () => {
  const now = Date.now();
  return uploadRecords
    .all()
    .filter(isDue)
    .sort((a, b) => restOf(a, now) - restOf(b, now) || isOffered(a) - isOffered(b) || byAge(a, b))[0];
};
const fail = (record, { text, code }) => {
  progress.delete(record.key);
  offered.delete(record.key);
  keep({ ...uploadRecords.get(record.key), state: "failed", reason: text, code });
  entries.fail(record.key, text);
};
const again = (keys) => {
  for (const record of recordsOf(keys)) {
    offered.delete(record.key);
    keep({ ...record, state: "waiting", reason: undefined, tab, beat: Date.now() });
  }
  pump();
};

on("connect", () => {
  wake();
  pump();
});
setInterval(() => load().then(pump), ADOPT_AFTER_MS);

/** A file as the page draws it, whether or not it is already on the server. */
const drawn = (record) => ({
  ...record,
  type: record.file?.type ?? record.type,
  id: record.file?.id,
  url: previews.of(record.key),
  processing: uploadStates.isProcessing(record.key),
  queued: isLimited && isDue(record) && !offered.has(record.key),
  progress: record.state === "up" ? 1 : (progress.get(record.key) ?? 0),
});
const breakOff = (key) => {
  if (current === key && progress.has(key)) uploadClient.abort();
};
/** Discard files, here and on the server. */
const discard = async (keys) => {
  for (const key of keys) {
    breakOff(key);
    if (uploadRecords.has(key)) fetch(`/files/${key}`, { method: "DELETE" }).catch(() => {});
  }
  await forget(keys);
};
const held = entries.files;
const inRoom = (room) =>
  uploadRecords
    .all()
    .filter((record) => record.room === room)
    .sort(byAge);

export const uploads = {
  /** Use the files of this person only. */
  async belongTo(id) {
    person = null;
    await uploadRecords.open(id);
    person = id;
    // stored files may have arrived, been sent or been discarded since: ask the server
    const sending = held();
    const asked = uploadRecords
      .all()
      .filter(({ key, state, tab: owner }) =>
        state === "up" ? !sending.has(key) : state === "waiting" && owner === tab,
      );
    uploadStates.check(asked.map(({ key }) => key));
    for (const { room } of uploadRecords.all()) tell("uploads", room);
    tell("uploads", null); // messages may wait for files that are not here any more
    pump();
  },
  /** How many files do not belong to a sent message yet. */
  count: () => load().then(uploadRecords.count),
  isKept: uploadRecords.isKept,
  wipe: () => discard(uploadRecords.all().map(({ key }) => key)).then(() => uploadStore.clear()),
  /** Put files into a room's tray and start uploading them. */
  async add(room, files) {
    for (const content of files) {
      const facts = await previews.factsOf(content),
        at = Date.now();
      await uploadRecords.add({ key: newKey(), room, ...facts, state: "waiting", at, tab, beat: at }, content);
      wake();
      pump();
    }
  },
  /** The files in a room's tray: those that no message has taken yet. */
  of(room) {
    const waiting = held();
    return inRoom(room).filter(({ key }) => !waiting.has(key)).map(drawn);
  },
  list: (keys) => recordsOf(keys).map(drawn),
  /** Whether a message with these files can be sent: each is up, or no longer here (the server reports that). */
  ready: (keys) =>
    person !== null &&
    keys.every((key) => !uploadStates.isUnchecked(key) && (uploadRecords.get(key)?.state ?? "up") === "up"),
  ids: (keys) => keys.map((key) => uploadRecords.get(key)?.file?.id ?? 0),
  has: (keys) => keys.every(uploadRecords.has),
  retry: again,
  forget,
  /** Forget the files of a lost room, without asking the server about them again; return their names. */
  drop(room) {
    const dropped = inRoom(room);
    for (const { key } of dropped) breakOff(key);
    if (dropped.length) forget(dropped.map(({ key }) => key));
    return dropped.map(({ name }) => name);
  },
  discard,
  /** The local URL of a picture that was sent from here, for as long as this page is open. */
  shownAs: previews.of,
};
