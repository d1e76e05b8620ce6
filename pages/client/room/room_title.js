// The title of a room. The server chooses its form: see messenger/rooms/titles.py.
import { text } from "../i18n.js";

/** `others` are the other people in a direct conversation. */
export const roomTitle = (room, others) =>
  room.title_form === "name"
    ? room.name
    : text(`title_${room.title_form}`, { people: others.map((person) => person.nick).join(", ") });
