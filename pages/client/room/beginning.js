// The beginning of a conversation: one sentence, and in an empty room a button for the next step.
import { text } from "../i18n.js";

/** `isBare`: nobody has written yet, so that it is all there is to see; `mayAdd`: the reader may add people. */
export const beginningOf = ({ room, title, others, rows }) => {
  const nick = others.map((person) => person.nick).join(", ");
  if (room.kind === "direct" && nick) return { title: text("start_direct", { nick }) };
  if (room.kind === "direct") return { title, hint: room.is_group ? text("start_alone") : text("start_notes") };
  const isBare = !rows.some((row) => row.type === "message");
  return { title: text("start", { room: title }), isBare, mayAdd: isBare && room.may_edit };
};
