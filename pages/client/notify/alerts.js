// Browser notifications and the sound, while nobody looks at any window of this browser; one window acts for all.
import { ask } from "../connection/connection.js";
import { idle } from "../connection/idle.js";
import { on, publish } from "../events.js";
import { SERVER_DATA } from "../given.js";
import { text } from "../i18n.js";
import { shownRoom } from "../room/shown_room.js";
import { device } from "../storage.js";
import { nextMorning } from "../times.js";

const GATHER_MS = 700,
  PAUSE_MS = 3000,
  OTHERS_MS = 2500,
  CLAIM_MS = 10000,
  SOUND_PAUSE_MS = 2000,
  SHOW_MS = 3000;
const tab = Math.random().toString(36).slice(2);
const waiting = new Map(),
  quietUntil = new Map(),
  shown = new Map();
let person = null,
  soundedAt = 0,
  chime = null;

const get = (name) => device.read(`${name}:${person}`);
/** Where the browser stores nothing, each window notifies by itself. */
const set = (name, value) => device.write(`${name}:${person}`, value);
const isWatched = () => !document.hidden && document.hasFocus() && !idle.isIdle;
/** The window that had the focus last is the one that notifies. */
const beFront = () => {
  if (person !== null) set("front", tab);
};
const isFront = () => get("front") === tab;
addEventListener("focus", beFront);

/** Claim message `seq` for this window; false if another one has it. Old claims expire: windows may be gone. */
const claim = (room, seq) => {
  const [claimed, at] = (get(`told:${room}`) ?? "0:0").split(":").map(Number);
  if (claimed >= seq && Date.now() - at < CLAIM_MS) return false;
  set(`told:${room}`, `${seq}:${Date.now()}`);
  return true;
};
const claimOnce = (room, seq) =>
  navigator.locks ? navigator.locks.request(`told:${person}`, () => claim(room, seq)) : claim(room, seq);

const isAllowed = () => isSecureContext && "Notification" in window && Notification.permission === "granted";
const sound = () => {
  chime ??= new Audio(SERVER_DATA.chime);
  chime.currentTime = 0;
  return chime.play();
};
const openAt = (room, seq) => {
  if (shownRoom.id) publish("show", [room, seq]);
  else location.href = `/rooms/${room}?message=${seq}`;
};
/** Show a notification. On a phone only the service worker can do that; it then receives the click. */
const show = async (title, options, target) => {
  const settings = { silent: true, renotify: true, ...options };
  try {
    const note = new Notification(title, settings);
    note.onclick = () => {
      window.focus();
      note.close();
      if (target) openAt(target.room, target.seq);
    };
    return note;
  } catch (error) {
    const worker = await navigator.serviceWorker?.getRegistration();
    if (!worker) throw error;
    await worker.showNotification(title, { ...settings, data: target });
    return {
      close: () => worker.getNotifications({ tag: options.tag }).then((notes) => notes.forEach((note) => note.close())),
    };
  }
};
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.open) openAt(data.open.room, data.open.seq);
});

const untilConnected = () =>
  new Promise((resolve) => {
    const end = on("connect", () => {
      end();
      resolve();
    });
  });
/** What to show; a lost connection or a limit only delays it, since no other window will show a claimed message. */
const previewOf = async (room, seq) => {
  try {
    return await ask("preview", { room, seq });
  } catch ({ code, retry_after }) {
    if (retry_after) await new Promise((resolve) => setTimeout(resolve, retry_after * 1000));
    else if (code === "offline" || code === "timeout") await untilConnected();
    else return null;
    return previewOf(room, seq);
  }
};
const showPreview = async (room, { from, seq }) => {
  if (isWatched() || !(await claimOnce(room, seq))) return;
  const preview = await previewOf(room, from);
  if (!preview?.title || isWatched()) return;
  if (isAllowed()) {
    const note = await show(
      preview.title,
      { body: preview.text, icon: preview.icon, tag: `room:${room}` },
      { room, seq: preview.seq },
    ).catch(() => null);
    if (note) shown.set(room, { note, seq: preview.seq });
  }
  if (!preview.sound || Date.now() - soundedAt < SOUND_PAUSE_MS) return;
  soundedAt = Date.now();
  sound().catch(() => {
    /* blocked until someone touches this page */
  });
};
/** Notify of message `seq` of a room, and maybe of those since `from`; what follows in a moment joins them. */
const notify = (room, seq, { from = seq, plays }) => {
  if (!isAllowed() && !plays) return;
  if (isWatched()) {
    claim(room, seq);
    return;
  }
  const already = waiting.get(room);
  if (already) {
    already.seq = seq;
    return;
  }
  const wait = Math.max(GATHER_MS, (quietUntil.get(room) ?? 0) - Date.now()) + (isFront() ? 0 : OTHERS_MS);
  waiting.set(room, { from, seq });
  setTimeout(() => {
    const unshown = waiting.get(room);
    waiting.delete(room);
    quietUntil.set(room, Date.now() + PAUSE_MS);
    showPreview(room, unshown);
  }, wait);
};
const takeBack = (room) => {
  shown.get(room)?.note.close();
  shown.delete(room);
};
on("RoomRead", ({ room, unread }) => {
  if (!unread) takeBack(room);
});
on("ActivityWithdrawn", ({ room, seq }) => {
  if (shown.get(room)?.seq === seq) takeBack(room);
});

/** Set the time until the next morning in the reader's zone. */
document.addEventListener(
  "click",
  (/** @type {any} */ event) => {
    const control = event.target.closest?.('[data-span="tomorrow"]');
    if (!control) return;
    const now = new Date();
    control.dataset.seconds = Math.round((nextMorning(now).getTime() - now.getTime()) / 1000);
  },
  true,
);

const permission = async () => {
  if (!isSecureContext) return "insecure";
  if (!("Notification" in window)) return "unsupported";
  return Notification.permission === "default" ? Notification.requestPermission() : Notification.permission;
};
const showTest = async () => {
  const note = await show(text("test_title"), { body: text("test_text"), tag: "test" }, null).catch(() => null);
  if (!(note instanceof Notification)) return note ? "shown" : "hidden";
  return new Promise((resolve) => {
    note.onshow = () => resolve("shown");
    note.onerror = () => resolve("hidden");
    setTimeout(() => resolve("hidden"), SHOW_MS);
  });
};

export const alerts = {
  notify,
  belongTo(id) {
    person = id;
    publish("person", id);
    if (document.hasFocus()) beFront();
  },
  /** Ask for permission; must be called while the person clicks. */
  permission,
  /** Test each step up to a notification; resolves with the result of each, by its name. */
  async test() {
    const results = { permission: await permission() };
    beFront();
    results.front = isFront() ? "here" : "none";
    results.sound = await sound().then(
      () => "heard",
      () => "blocked",
    );
    results.shown = results.permission === "granted" ? await showTest() : "no";
    return results;
  },
};
