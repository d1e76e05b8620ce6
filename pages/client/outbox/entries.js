// The entries of the outbox: one for each message or change still to be sent, kept in localStorage.
import { tell } from "../events.js";

const unkept = new Map();
let person = null;

const nameOf = (key) => `outbox:${person}:${key}`;
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};
addEventListener("storage", (event) => {
  if (event.key?.startsWith(`outbox:${person}:`))
    tell("outbox", (JSON.parse(event.newValue ?? event.oldValue ?? "{}") ?? {}).room);
});

export const entries = {
  /** Use the entries of this person only; null: store nothing from now on. */
  belongTo(id) {
    person = id;
  },
  isOwned: () => person !== null,
  nameOf,
  keep(entry) {
    if (person === null) return;
    try {
      localStorage.setItem(nameOf(entry.key), JSON.stringify(entry));
      unkept.delete(entry.key);
    } catch {
      unkept.set(entry.key, entry);
    }
    tell("outbox", entry.room);
  },
  /** All entries, oldest first. */
  all() {
    const found = [...unkept.values()];
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(`outbox:${person}:`)) found.push(read(name));
      }
    } catch {
      /* storage may be blocked; this window's entries are in `unkept` */
    }
    return found
      .filter((entry) => entry?.key && entry.room && entry.data)
      .sort((a, b) => a.at - b.at || a.order - b.order);
  },
  remove(removed) {
    for (const { key } of removed) {
      try {
        localStorage.removeItem(nameOf(key));
      } catch {
        /* it was never stored */
      }
      unkept.delete(key);
    }
    for (const room of new Set(removed.map((entry) => entry.room))) tell("outbox", room);
  },
  /** Whether all of them are in the browser's storage, and not only in this window. */
  isKept: () => unkept.size === 0,
  /** The keys of uploads that belong to messages still to be sent. */
  files: () => new Set(entries.all().flatMap((entry) => entry.files ?? [])),
  /** An upload was refused: mark the message that waits for it as failed. */
  fail(key, reason) {
    for (const entry of entries.all())
      if (entry.files?.includes(key)) entries.keep({ ...entry, state: "failed", reason });
  },
};
