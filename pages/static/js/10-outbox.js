// Messages, and changes of messages, on their way: kept in localStorage, one entry each, and sent with the same key
// until the server has answered.
window.messenger.outbox = (() => {
  const { ask, newKey, on, say, tab, tell, waits } = window.messenger;
  const { pause, wake } = waits();
  const ADOPT_AFTER_MS = 10000,
    RETRY_MS = 1000,
    LATE_MS = 2000,
    TRIES_MAX = 5; // of what the server breaks on
  const LASTING = new Set(["empty", "too_long", "malformed", "not_found", "not_a_member", "not_allowed", "file_gone"]);
  const unkept = new Map(),
    elsewhere = new Map(); // what other tabs are at work on: until when it is left to them
  let person = null,
    pumping = false,
    order = 0,
    isLate = false;

  const name = (key) => `outbox:${person}:${key}`;
  const keep = (entry) => {
    try {
      localStorage.setItem(name(entry.key), JSON.stringify(entry));
      unkept.delete(entry.key);
    } catch {
      unkept.set(entry.key, entry);
    }
    tell("outbox", entry.room);
  };
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const all = () => {
    const found = [...unkept.values()];
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(`outbox:${person}:`)) found.push(read(name));
      }
    } catch {
      /* storage may be forbidden; what this window wrote is in `unkept` */
    }
    return found
      .filter((entry) => entry?.key && entry.room && entry.data)
      .sort((a, b) => a.at - b.at || a.order - b.order);
  };
  const discard = (entry) => {
    if (entry.files) window.messenger.uploads.forget(entry.files);
    try {
      localStorage.removeItem(name(entry.key));
    } catch {
      /* it was never there */
    }
    unkept.delete(entry.key);
    tell("outbox", entry.room);
  };
  const isUp = ({ files }) => !files || window.messenger.uploads.ready(files);
  const isLeft = ({ key, at }) => Math.abs(Date.now() - at) > ADOPT_AFTER_MS && !(elsewhere.get(key) > Date.now());
  const isDue = (entry) => entry.state === "sending" && (entry.tab === tab || isLeft(entry)) && isUp(entry);

  /**
   * Two tabs never work on the same entry, where the browser has locks; elsewhere the key makes it count once. What
   * another tab holds on to waits, and holds up nothing that was written here.
   */
  const alone = (entry, work) => {
    if (!navigator.locks) return work();
    return navigator.locks.request(name(entry.key), { ifAvailable: true }, (lock) => {
      if (lock) return work();
      if (entry.tab === tab) return pause(RETRY_MS);
      elsewhere.set(entry.key, Date.now() + ADOPT_AFTER_MS / 2);
    });
  };
  /** Whether what waits has waited longer than people take for "now": it is kept then, rather than being sent. */
  const setLate = (late) => {
    if (late === isLate) return;
    isLate = late;
    for (const room of new Set(all().map((entry) => entry.room))) tell("outbox", room);
  };
  const sendOne = async (entry) => {
    if (!all().some((one) => one.key === entry.key)) return;
    const { uploads } = window.messenger,
      noticing = setTimeout(() => setLate(true), LATE_MS);
    try {
      const row = await ask(entry.event, entry.files ? { ...entry.data, files: uploads.ids(entry.files) } : entry.data);
      setLate(false);
      tell("sent", { room: entry.room, row });
      discard(entry);
    } catch (error) {
      const tries = (entry.tries ?? 0) + (error.code === "failed"),
        isLasting = LASTING.has(error.code) || tries >= TRIES_MAX;
      if (error.code === "file_gone" && !entry.again && uploads.has(entry.files)) {
        keep({ ...entry, again: true });
        uploads.retry(entry.files);
      } else if (isLasting && entry.data.body === undefined) {
        discard(entry);
        say(error.text);
      } else if (isLasting) keep({ ...entry, state: "failed", reason: error.text });
      else {
        if (tries) keep({ ...entry, tries });
        const wait = error.retry_after ? error.retry_after * 1000 : RETRY_MS;
        if (!error.retry_after || wait > LATE_MS) setLate(true);
        await pause(wait);
      }
    } finally {
      clearTimeout(noticing);
    }
  };
  const pump = async () => {
    if (pumping || person === null) return;
    pumping = true;
    try {
      for (let entry = all().find(isDue); entry; entry = all().find(isDue)) await alone(entry, () => sendOne(entry));
    } finally {
      pumping = false;
    }
  };

  on("connect", () => {
    wake();
    pump();
  });
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(`outbox:${person}:`))
      tell("outbox", (JSON.parse(event.newValue ?? event.oldValue ?? "{}") ?? {}).room);
  });
  setInterval(pump, ADOPT_AFTER_MS);

  return {
    /** Entries are this person's alone. */
    belongTo(id) {
      person = id;
      pump();
    },
    of: (room) =>
      all()
        .filter((entry) => entry.room === room)
        .map((entry) => ({ ...entry, isLate })),
    /** A message: `data` is {body, reply?}; `files` are keys of uploads, with which it waits until they are up. */
    add(room, data, files = []) {
      const key = newKey();
      this.act(room, "send", { room, key, ...data }, key, files);
    },
    /** Anything else about a message that must not be lost: an `event` that may be said twice. */
    act(room, event, data, key = newKey(), files = []) {
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
      });
      pump();
    },
    retry({ isLate: _, ...entry }) {
      keep({ ...entry, tab, state: "sending", reason: undefined, again: undefined, tries: undefined });
      if (entry.files)
        window.messenger.uploads.retry(
          window.messenger.uploads
            .list(entry.files)
            .filter((file) => file.state === "failed")
            .map((file) => file.key),
        );
      pump();
    },
    discard(entry) {
      if (entry.files) window.messenger.uploads.discard(entry.files);
      discard(entry);
    },
    /** Messages and changes in words, on their way to rooms of which `which` is true. */
    words: (which) => all().filter((entry) => entry.data.body && which(entry.room)),
    /** The keys of uploads that belong to messages on their way. */
    files: () => new Set(all().flatMap((entry) => entry.files ?? [])),
    /** An upload was refused: so is the message that waits for it. */
    fail(key, reason) {
      for (const entry of all()) if (entry.files?.includes(key)) keep({ ...entry, state: "failed", reason });
    },
    /** Something that messages wait for may have happened. */
    look: pump,
  };
})();
