// Unsent texts for rooms that are no longer open to this person: shown beside the page, to be copied or discarded.
import { drafts } from "../drafts/drafts.js";
import { on } from "../events.js";
import { filled } from "../i18n.js";
import { shownRoom } from "../room/shown_room.js";
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";
import { knownRooms } from "../sidebar/known_rooms.js";
import { uploads } from "../uploads/uploads.js";
import { lostRooms } from "./lost_rooms.js";
import { outbox } from "./outbox.js";

const words = document.documentElement.dataset;

/** Files are not sent to a lost room: keep only their names. */
const dropFiles = (room) => {
  const names = uploads.drop(room);
  if (!names.length) return;
  const facts = lostRooms.get(room);
  lostRooms.keep(room, { ...facts, files: [...new Set([...(facts.files ?? []), ...names])] });
};
const titleOf = (lost) => {
  const kinds = new Set(lost.map((room) => lostRooms.get(room).kind));
  const [kind] = kinds;
  const titles = { room: words.leftRoom, conversation: words.leftConversation };
  return (kinds.size === 1 && titles[kind]) || words.leftTitle;
};
on("RoomLost", ({ room, reason }) => {
  const isDirect = knownRooms.find(room)?.kind === "direct",
    kind = reason === "left" ? (isDirect ? "conversation" : "room") : null;
  dropFiles(room);
  const isMissed = drafts.read(room) || outbox.words((one) => one === room).length || lostRooms.get(room).files;
  if (isMissed && kind) lostRooms.keep(room, { ...lostRooms.get(room), kind });
  draw();
});
on("RoomGained", ({ entry }) => lostRooms.keep(entry.id, null));
on("uploads", (room) => {
  if (lostRooms.all().includes(room) && !lostRooms.has(room)) dropFiles(room);
});

const found = () => {
  const isLost = (room) => !lostRooms.has(room);
  const begun = drafts.rooms().filter(isLost);
  return [
    ...outbox
      .words(isLost)
      .map((entry) => ({ room: entry.room, text: entry.data.body, drop: () => outbox.discard(entry) })),
    ...begun.map((room) => ({ room, text: drafts.read(room), drop: () => drafts.forget(room) })),
    ...lostRooms.all()
      .filter((room) => isLost(room) && lostRooms.get(room).files)
      .map((room) => ({ room, files: lostRooms.get(room).files, drop: () => forgetFiles(room) })),
  ];
};
const forgetFiles = (room) => {
  lostRooms.keep(room, { ...lostRooms.get(room), files: undefined });
  draw();
};
const button = (label, press) => {
  const made = document.createElement("button");
  Object.assign(made, { className: "button plain small", textContent: label });
  made.addEventListener("click", press);
  return made;
};
/** @param {{text?: string, files?: string[], drop: () => void}} left */
const line = ({ text, files, drop }) => {
  const item = document.createElement("li"),
    said = Object.assign(document.createElement("p"), {
      textContent: text ?? filled(words.leftFiles, { names: files.join(", ") }),
      dir: "auto",
    });
  const take = async () => {
    await copy(text);
    say(words.leftCopied);
  };
  item.append(said, ...(files ? [] : [button(words.leftCopy, take)]), button(words.leftDiscard, drop));
  return item;
};
const draw = () => {
  document.querySelector(".leftovers")?.remove();
  const all = lostRooms.isReady() && shownRoom.id === null ? found() : [];
  if (!all.length) return;
  const place = Object.assign(document.createElement("section"), { className: "leftovers" }),
    title = titleOf(all.map(({ room }) => room)),
    list = document.createElement("ul");
  place.setAttribute("aria-label", title);
  list.append(...all.map(line));
  place.append(Object.assign(document.createElement("h2"), { textContent: title }), list);
  document.body.append(place);
};
for (const type of ["outbox", "drafted", "shown"]) on(type, draw);

export const undelivered = {
  /** The rooms this person belongs to, as far as the page knows. */
  belongTo(id, ids) {
    lostRooms.belongTo(id, ids);
    for (const room of lostRooms.all()) lostRooms.has(room) ? lostRooms.keep(room, null) : dropFiles(room);
    draw();
  },
};
