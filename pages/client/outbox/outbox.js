// Messages and changes of messages that are being sent. Each has an entry in localStorage and is sent with the same key
// until the server has answered.
import { cancellableDelay } from "../connection/cancellable_delay.js";
import { ask } from "../connection/connection.js";
import { on, tell } from "../events.js";
import { newKey } from "../keys.js";
import { say } from "../shell/toast.js";
import { tab } from "../storage.js";
import { uploads } from "../uploads/uploads.js";
import { entries } from "./entries.js";

const { pause, wake } = cancellableDelay();
const ADOPT_AFTER_MS = 10000,
  RETRY_MS = 1000,
  LATE_MS = 2000,
  TRIES_MAX = 5, // for an entry that makes the server fail
  BATCH_MAX = 20, // the server's limit
  BATCH_CHARS = 30000; // at most three bytes each, well within a frame
const LASTING = new Set([
  ...["empty", "too_long", "malformed", "not_found", "not_a_member", "not_allowed", "file_gone"],
  ...["you_blocked", "conversation_closed"],
]);
const elsewhere = new Map(); // entries that other tabs are sending: until when to leave them alone
let pumping = false,
  order = 0,
  isLate = false;

const { all, keep } = entries;
const discard = (discarded) => {
  for (const { files } of discarded) if (files) uploads.forget(files);
  entries.remove(discarded);
};
const isUp = ({ files }) => !files || uploads.ready(files);
const isLeft = ({ key, at }) => Math.abs(Date.now() - at) > ADOPT_AFTER_MS && !(elsewhere.get(key) > Date.now());
/** Whether the message that this one continues is still to be sent. */
const isBehind = ({ after }, others) =>
  others.some((entry) => after && entry.key === after && entry.state === "sending");
const isDue = (entry, _index, others) =>
  entry.state === "sending" &&
  (entry.tab === tab || isLeft(entry)) &&
  isUp(entry) &&
  !isBehind(entry, others);

/** The entries to send now in one request: those that are due, oldest first, as many as fit. */
const nextBatch = () => {
  const due = all().filter(isDue).slice(0, BATCH_MAX);
  let size = 0;
  const end = due.findIndex(({ data }) => (size += JSON.stringify(data).length) > BATCH_CHARS);
  return end < 0 ? due : due.slice(0, Math.max(end, 1));
};
/**
 * Where the browser has locks, two tabs never send the same entry; elsewhere the key makes it count once. An entry
 * that another tab holds waits, and does not hold up entries written here.
 * @type {(batch: object[], work: (held: object[]) => any, held?: object[]) => any}
 */
const alone = ([entry, ...later], work, held = []) => {
  if (!entry) return work(held);
  if (!navigator.locks) return work([entry, ...later]);
  return navigator.locks.request(entries.nameOf(entry.key), { ifAvailable: true }, (lock) => {
    if (lock) return alone(later, work, [...held, entry]);
    if (held.length) return work(held);
    if (entry.tab === tab) return pause(RETRY_MS);
    elsewhere.set(entry.key, Date.now() + ADOPT_AFTER_MS / 2);
  });
};
/** Set whether entries have waited longer than people call "now"; they are then shown as kept, not as sending. */
const setLate = (late) => {
  if (late === isLate) return;
  isLate = late;
  for (const room of new Set(all().map((entry) => entry.room))) tell("outbox", room);
};
/** Send the entries and return their answers in order, each `ok` or `error`. Nothing after an error was tried. */
const answersTo = async (batch) => {
  const deeds = batch.map(({ event, data, files }) => [
    event,
    files ? { ...data, files: uploads.ids(files) } : data,
  ]);
  try {
    if (deeds.length > 1) return (await ask("batch", { deeds })).answers;
    return [{ ok: await ask(...deeds[0]) }];
  } catch (error) {
    if (deeds.length > 1 && LASTING.has(error.code)) return answersTo(batch.slice(0, 1)); // find the refused one
    return [{ error }];
  }
};
const refuse = async (entry, error) => {
  const tries = (entry.tries ?? 0) + (error.code === "failed"),
    isLasting = LASTING.has(error.code) || tries >= TRIES_MAX;
  if (error.code === "file_gone" && !entry.again && uploads.has(entry.files)) {
    keep({ ...entry, again: true });
    uploads.retry(entry.files);
  } else if (isLasting && entry.data.body === undefined) {
    discard([entry]);
    say(error.text, "alert");
  } else if (isLasting) keep({ ...entry, state: "failed", reason: error.text });
  else {
    if (tries) keep({ ...entry, tries });
    const wait = error.retry_after ? error.retry_after * 1000 : RETRY_MS;
    if (!error.retry_after || wait > LATE_MS) setLate(true);
    const until = Date.now() + wait;
    do await pause(until - Date.now());
    while (error.retry_after && Date.now() < until); // a new connection does not lift the limit
  }
};
const sendBatch = async (batch) => {
  const waiting = new Set(all().map((entry) => entry.key)),
    sending = batch.filter((entry) => waiting.has(entry.key));
  if (!sending.length) return;
  const noticing = setTimeout(() => setLate(true), LATE_MS);
  try {
    const answers = await answersTo(sending),
      sent = answers.filter(({ error }) => !error).length;
    if (sent) setLate(false);
    for (let at = 0; at < sent; at++) tell("sent", { room: sending[at].room, row: answers[at].ok });
    discard(sending.slice(0, sent));
    if (sent < answers.length) await refuse(sending[sent], answers[sent].error);
  } finally {
    clearTimeout(noticing);
  }
};
const pump = async () => {
  if (pumping || !entries.isOwned()) return;
  pumping = true;
  try {
    for (let batch = nextBatch(); batch.length; batch = nextBatch()) await alone(batch, sendBatch);
  } finally {
    pumping = false;
  }
};

on("connect", () => {
  wake();
  pump();
});
on("uploads", pump);
setInterval(pump, ADOPT_AFTER_MS);

export const outbox = {
  /** Use the entries of this person only. */
  belongTo(id) {
    entries.belongTo(id);
    pump();
  },
  of: (room) =>
    all()
      .filter((entry) => entry.room === room)
      .map((entry) => ({ ...entry, isLate })),
  /**
   * Add a message: `data` is {body, reply?}; `files` are keys of uploads, and the message waits until they are up.
   * More than `filesMax` files are split over several messages.
   */
  add(room, data, files = [], filesMax = Infinity) {
    let rest = files,
      after = undefined;
    do {
      const key = newKey();
      this.act(room, "send", { room, key, ...(after ? { body: "" } : data) }, key, rest.slice(0, filesMax), after);
      rest = rest.slice(filesMax);
      after = key;
    } while (rest.length);
  },
  /** Add another change of a message that must not be lost. The `event` must be safe to send twice. */
  act(room, event, data, key = newKey(), files = [], after = undefined) {
    keep({
      room,
      key,
      event,
      data,
      at: Date.now(),
      order: order++,
      tab,
      state: "sending",
      ...(files.length && { files }),
      ...(after && { after }),
    });
    pump();
  },
  retry({ isLate: _, ...entry }) {
    keep({ ...entry, tab, state: "sending", reason: undefined, again: undefined, tries: undefined });
    if (entry.files)
      uploads.retry(
        uploads
          .list(entry.files)
          .filter((file) => file.state === "failed")
          .map((file) => file.key),
      );
    pump();
  },
  discard(entry) {
    if (entry.files) uploads.discard(entry.files);
    discard([entry]);
  },
  /** Entries with text whose room passes `which`. */
  words: (which) => all().filter((entry) => entry.data.body && which(entry.room)),
  /** How many messages and changes are still to be sent. */
  count: () => all().length,
  /** Whether all of them are in the browser's storage, and not only in this window. */
  isKept: entries.isKept,
  /** Delete all of this person's entries, and store nothing from now on. */
  wipe() {
    discard(all());
    entries.belongTo(null);
  },
};
