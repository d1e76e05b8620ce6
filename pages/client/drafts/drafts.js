// Drafts: saved on the device at every keystroke, and on the server within seconds.
import { ask } from "../connection/connection.js";
import { on, tell } from "../events.js";

const PUSH_MS = 1500,
  PUSHED_MAX_CHARS = 16000; // two such texts always fit into a frame; longer ones stay on the device
const timers = new Map(),
  pushing = new Set(),
  answered = new Map(),
  cleared = new Set(),
  unkept = new Map();
let person = null,
  isLeaving = false;

/** The server reads half an emoji as U+FFFD. Do the same, or its answer would look like a different text. */
const mended = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");
const get = (kind, room) => {
  const name = `${kind}:${person}:${room}`;
  if (unkept.has(name)) return mended(unkept.get(name));
  try {
    return mended(localStorage.getItem(name) ?? "");
  } catch {
    return "";
  }
};
const set = (kind, room, text) => {
  if (person === null) return;
  const name = `${kind}:${person}:${room}`;
  unkept.delete(name);
  try {
    text ? localStorage.setItem(name, text) : localStorage.removeItem(name);
  } catch {
    unkept.set(name, text);
  }
};
const local = () => {
  try {
    const names = Object.keys(localStorage)
      .map((name) => name.split(":"))
      .filter(([kind, who]) => ["draft", "agreed"].includes(kind) && Number(who) === person);
    return [...new Set(names.map((parts) => Number(parts[2])))]; // most rooms have both kinds
  } catch {
    return [];
  }
};

const KINDS = ["draft", "agreed", "sent", "editing", "answering", "lost"]; // the last three belong to other scripts
const names = (kinds) => {
  try {
    return Object.keys(localStorage).filter((name) => kinds.some((kind) => name.startsWith(`${kind}:${person}:`)));
  } catch {
    return [];
  }
};
const begun = () => [
  ...names(["draft", "editing"]).filter((name) => !unkept.has(name)),
  ...[...unkept].filter(([name, text]) => text && name.startsWith("draft:")),
];
const forgetAll = () => {
  for (const name of names(KINDS))
    try {
      localStorage.removeItem(name);
    } catch {
      /* nothing is stored there */
    }
};

/**
 * Delete a draft on the server if it is one of these `texts`; what another device wrote meanwhile stays.
 * @type {(room: number, texts: string[], until: number) => Promise<boolean>}
 */
const clear = async (room, [base, ...texts], until) => {
  const { answer, retry_after } = await ask("draft", { room, body: "", base }).then(
    (answer) => ({ answer }),
    (error) => error,
  );
  if (answer && texts.includes(answer.body) && answer.body) return clear(room, [answer.body], until);
  if (answer && !answer.body) cleared.add(room);
  if (answer) return true;
  if (!retry_after || performance.now() + retry_after * 1000 > until) return false;
  await new Promise((resolve) => setTimeout(resolve, retry_after * 1000));
  return clear(room, [base, ...texts], until);
};
const forgetThere = async (milliseconds) => {
  const until = performance.now() + milliseconds,
    late = new Promise((resolve) => setTimeout(() => resolve([false]), milliseconds));
  const rooms = [...new Set([...local(), ...[...unkept.keys()].map((name) => Number(name.split(":")[2]))])],
    textsOf = (room) => ["agreed", "sent", "draft"].map((kind) => get(kind, room));
  /** @type {[number, string[]][]} */
  const known = rooms.map((room) => [room, textsOf(room)]);
  const done = known.filter(([, texts]) => texts.some(Boolean)).map(([room, texts]) => clear(room, texts, until));
  return (await Promise.race([Promise.all(done), late])).every(Boolean);
};

/** Merge two texts that both started from `base`: join them unless one contains the other. */
const joined = (base, here, there) => {
  if (there.includes(here)) return there;
  if (here.includes(there)) return here;
  return `${there}\n${base && here.startsWith(base) ? here.slice(base.length).trimStart() : here}`;
};

/**
 * `agreed` is the last text that server and device had in common; any difference from it was typed here. `sent` is
 * being sent, or was never answered. Each room sends one text at a time, which replaces only the agreed one.
 */
const push = async (room) => {
  clearTimeout(timers.get(room));
  timers.delete(room);
  const [body, base, unanswered] = ["draft", "agreed", "sent"].map((kind) => get(kind, room));
  if (isLeaving || body === base || pushing.has(room)) return;
  if (Math.max(body.length, base.length) > PUSHED_MAX_CHARS) return;
  pushing.add(room);
  set("sent", room, body);
  const { answer, retry_after } = await ask("draft", { room, body, base }).then(
    (answer) => ({ answer }),
    (error) => error,
  );
  pushing.delete(room);
  if (retry_after && !timers.has(room)) wait(room, retry_after * 1000);
  if (!answer) return; // retried when the limit allows, at the next key or the next connection
  answered.set(room, performance.now());
  set("sent", room, "");
  if (answer.body !== body && answer.body !== unanswered) return hear(room, answer.body);
  set("agreed", room, answer.body);
  if (get("draft", room) !== answer.body && !timers.has(room)) push(room);
};
const wait = (room, milliseconds) => {
  clearTimeout(timers.get(room));
  timers.set(
    room,
    setTimeout(() => push(room), milliseconds),
  );
};
/** Merge the server's text with what was typed here. */
const hear = (room, body) => {
  if (isLeaving) return;
  const [here, agreed, sent] = ["draft", "agreed", "sent"].map((kind) => get(kind, room));
  const isNews = body !== agreed && !(body && body === sent);
  set("agreed", room, body);
  if (body === sent && !pushing.has(room)) set("sent", room, "");
  let text = here;
  if (isNews && (here === agreed || !here)) text = body;
  else if (isNews && body) text = joined(agreed, here, body);
  if (text !== here) {
    set("draft", room, text);
    tell("draft", room);
    tell("drafted");
  }
  if (text !== body) push(room);
};

on("DraftChanged", ({ room, body }) => hear(room, body));
on("connect", () => {
  if (person !== null) local().forEach(push);
});
addEventListener("pagehide", () => [...timers.keys()].forEach(push));
addEventListener("storage", ({ key }) => {
  const [kind, who, room] = (key ?? "").split(":");
  if (kind !== "draft" || Number(who) !== person) return;
  tell("draft", Number(room));
  tell("drafted");
});

export const drafts = {
  belongTo(id) {
    person = id;
  },
  read: (room) => get("draft", room),
  write(room, text) {
    set("draft", room, text);
    wait(room, text ? PUSH_MS : 0);
    tell("drafted");
  },
  /** Delete the draft for a room that is no longer open to this person. */
  forget(room) {
    for (const kind of ["draft", "agreed", "sent"]) set(kind, room, "");
    tell("drafted");
  },
  /** Take the server's draft of a room, requested at the time `asked`; a draft pushed since then is newer. */
  hear(room, body, asked) {
    if (!pushing.has(room) && !(answered.get(room) >= asked)) hear(room, body);
  },
  rooms: () => local().filter((room) => get("draft", room)),
  /** How many texts are unfinished: drafts, and edits of messages. */
  count: () => begun().length,
  /** Whether all of them are in the browser's storage, and not only in this window. */
  isKept: () => ![...unkept.values()].some(Boolean),
  /** Delete all drafts on the server; resolves within so many `milliseconds` with whether that worked. */
  forgetThere(milliseconds) {
    isLeaving = true;
    cleared.clear();
    [...timers.values()].forEach(clearTimeout);
    timers.clear();
    return forgetThere(milliseconds);
  },
  /** The person stays after all: send again what the server has deleted. */
  stay() {
    isLeaving = false;
    for (const room of new Set([...local(), ...cleared])) {
      if (cleared.has(room)) for (const kind of ["agreed", "sent"]) set(kind, room, "");
      push(room);
    }
  },
  /** Delete all of this person's texts on this device, and store nothing from now on. */
  wipe() {
    unkept.clear();
    forgetAll();
    person = null;
  },
};
