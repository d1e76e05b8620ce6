// "Olga is typing…": sent at most every three seconds, shown until five seconds after it was last received.
import { ask } from "../connection/connection.js";
import { on, publish } from "../events.js";
import { text } from "../i18n.js";
import { shownRoom } from "./shown_room.js";

const SAY_MS = 3000,
  SHOWN_MS = 5000,
  POSTED_MS = 1500,
  SPOKEN_MS = 20000;
const writers = new Map(),
  posted = new Map();
let lastSent = { room: null, at: 0 },
  spoken = 0,
  hides = false;

const draw = () =>
  publish(
    "typing",
    [...writers.values()].map((writer) => writer.nick),
  );
const forget = (id) => {
  clearTimeout(writers.get(id)?.timer);
  if (writers.delete(id)) draw();
};
on("Typing", ({ room, people }) => {
  if (room !== shownRoom.id || hides) return;
  for (const { id, nick } of people) {
    if (Date.now() - (posted.get(id) ?? 0) < POSTED_MS) continue;
    clearTimeout(writers.get(id)?.timer);
    writers.set(id, { nick, timer: setTimeout(() => forget(id), SHOWN_MS) });
  }
  draw();
});
on("MessagePosted", ({ room, message }) => {
  if (room !== shownRoom.id) return;
  posted.set(message.author, Date.now());
  forget(message.author);
});
on("shown", () => {
  [...writers.keys()].forEach(forget);
  posted.clear();
});

export const typing = {
  /** Report that this was typed here; after an empty one, the next is sent at once. */
  say(room, typed) {
    if (!typed.trim()) {
      lastSent.at = 0;
      return;
    }
    if (hides || (lastSent.room === room && Date.now() - lastSent.at < SAY_MS)) return;
    lastSent = { room, at: Date.now() };
    ask("typing", { room }).catch(() => {
      /* not important enough to repeat */
    });
  },
  /** People who hide their presence neither send nor see typing notices. */
  hide(hidden) {
    hides = hidden;
    if (hides) [...writers.keys()].forEach(forget);
  },
  /** The sentence for these nicks. */
  sentence([nick, second, ...more]) {
    if (more.length) return text("typing_several");
    if (second !== undefined) return text("typing_two", { nick, other: second });
    return nick === undefined ? "" : text("typing_one", { nick });
  },
  /** Whether a screen reader should read it out again. */
  isNews() {
    if (Date.now() - spoken < SPOKEN_MS) return false;
    spoken = Date.now();
    return true;
  },
};
