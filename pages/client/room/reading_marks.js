// How far rooms are read, and what is marked as unread again: sent to the server until it has answered.
import { insist } from "../connection/insist.js";
import { publish } from "../events.js";

const owed = new Map(), // by room; the latest mark counts
  saying = new Set();

const say = async (room) => {
  if (saying.has(room)) return;
  saying.add(room);
  while (owed.has(room)) {
    const mark = owed.get(room);
    const answer = await insist(mark.event, { room, seq: mark.seq }).catch(() => null);
    if (answer) publish("RoomRead", answer);
    if (owed.get(room) === mark) owed.delete(room);
  }
  saying.delete(room);
};
const owe = (room, event, seq) => {
  owed.set(room, { event, seq });
  return say(room);
};

export const readingMarks = {
  /** This person has read the room up to `seq`. */
  read(room, seq) {
    const mark = owed.get(room);
    return mark?.event === "read" && mark.seq >= seq ? undefined : owe(room, "read", seq);
  },
  /** Everything from `seq` on is unread again. */
  unread: (room, seq) => owe(room, "unread", seq),
};
