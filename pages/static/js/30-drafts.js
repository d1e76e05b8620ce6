// What one has begun to write: kept on the device at every keystroke, on the server within seconds.
window.messenger.drafts = (() => {
  const { ask, on, tell } = window.messenger;
  const PUSH_MS = 1500;
  const timers = new Map();
  let person = null;

  const get = (kind, room) => {
    try {
      return localStorage.getItem(`${kind}:${person}:${room}`) ?? "";
    } catch {
      return "";
    }
  };
  const set = (kind, room, text) => {
    const name = `${kind}:${person}:${room}`;
    try {
      text ? localStorage.setItem(name, text) : localStorage.removeItem(name);
    } catch {
      /* not kept */
    }
  };
  const local = () => {
    try {
      return Object.keys(localStorage)
        .map((name) => name.split(":"))
        .filter(([kind, who]) => ["draft", "agreed"].includes(kind) && Number(who) === person)
        .map((parts) => Number(parts[2]));
    } catch {
      return [];
    }
  };

  /** `agreed` is the text that server and device last had in common: what differs from it here was typed here. */
  const push = async (room) => {
    clearTimeout(timers.get(room));
    timers.delete(room);
    const body = get("draft", room);
    if (body === get("agreed", room)) return;
    try {
      await ask("draft", { room, body });
      set("agreed", room, body);
    } catch (error) {
      if (!["offline", "timeout", "unavailable"].includes(error.code)) set("agreed", room, body);
    }
  };
  const hear = (room, body) => {
    if (get("draft", room) !== get("agreed", room)) return push(room);
    if (get("draft", room) === body) return;
    set("draft", room, body);
    set("agreed", room, body);
    tell("draft", room);
    tell("drafted");
  };

  on("DraftChanged", ({ room, body }) => hear(room, body));
  on("connect", () => {
    if (person !== null) new Set(local()).forEach(push);
  });
  addEventListener("pagehide", () => [...timers.keys()].forEach(push));

  return {
    belongTo(id) {
      person = id;
    },
    read: (room) => get("draft", room),
    write(room, text) {
      set("draft", room, text);
      clearTimeout(timers.get(room));
      timers.set(
        room,
        setTimeout(() => push(room), text ? PUSH_MS : 0),
      );
      tell("drafted");
    },
    hear,
    rooms: () => local().filter((room) => get("draft", room)),
  };
})();
