// Unsent texts for rooms that are no longer open to this person: shown beside the page, to be copied or discarded.
import { on } from "../events.js";
import { text } from "../i18n.js";
import { shownRoom } from "../room/shown_room.js";
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";
import { knownRooms } from "../sidebar/known_rooms.js";
import { drafts, lostRooms, outbox, uploads } from "../unsent.js";

/** Files are not sent to a lost room: keep only their names. */
const dropFiles = (room) => lostRooms.addFiles(room, uploads.drop(room));
const titleOf = (lost) => {
  const kinds = new Set(lost.map((room) => lostRooms.read(room).kind));
  const [kind] = kinds;
  return (kinds.size === 1 && kind && text(`undelivered_${kind}`)) || text("undelivered");
};
on("RoomLost", ({ room, name, reason }) => {
  const known = knownRooms.list().find(({ id }) => id === room),
    kind = known?.kind === "direct" ? "conversation" : "room";
  dropFiles(room);
  const isMissed = drafts.read(room) || outbox.withText((id) => id === room).length || lostRooms.read(room).files;
  if (isMissed) lostRooms.describe(room, { title: known?.title || name, ...(reason === "left" && { kind }) });
  draw();
});
on("RoomGained", ({ entry }) => lostRooms.forget(entry.id));
on("uploads", (room) => {
  if (lostRooms.isLost(room)) dropFiles(room);
});
on("change_refused", (reason) => say(reason, "alert"));

const unsentItems = () => {
  const isLost = (room) => !lostRooms.isOwn(room);
  const drafted = drafts.rooms().filter(isLost),
    withFiles = lostRooms.list().filter((room) => lostRooms.read(room).files);
  const items = [
    ...outbox
      .withText(isLost)
      .map((entry) => ({ room: entry.room, body: entry.data.body, drop: () => outbox.discard(entry) })),
    ...drafted.map((room) => ({ room, body: drafts.read(room), drop: () => drafts.forget(room) })),
    ...withFiles.map((room) => ({ room, files: lostRooms.read(room).files, drop: () => forgetFiles(room) })),
  ];
  return items.sort((one, other) => one.room - other.room);
};
const forgetFiles = (room) => {
  lostRooms.forgetFiles(room);
  draw();
};
const button = (label, press) => {
  const element = document.createElement("button");
  Object.assign(element, { className: "button plain small", textContent: label });
  element.addEventListener("click", press);
  return element;
};
/**
 * @param {{room: number, body?: string, files?: string[], drop: () => void}} left
 * @param {boolean} isFirst of its room
 */
const itemOf = ({ room, body, files, drop }, isFirst) => {
  const title = isFirst && lostRooms.read(room).title,
    heading = title ? [Object.assign(document.createElement("h3"), { textContent: title, dir: "auto" })] : [];
  const item = document.createElement("li"),
    shown = Object.assign(document.createElement("p"), {
      textContent: body ?? text("undelivered_files", { names: files.join(", ") }),
      dir: "auto",
    });
  const take = async () => {
    await copy(body);
    say(text("copied"));
  };
  item.append(...heading, shown, ...(files ? [] : [button(text("copy"), take)]), button(text("discard"), drop));
  return item;
};
const draw = () => {
  document.querySelector(".undelivered")?.remove();
  const items = lostRooms.isReady && shownRoom.id === null ? unsentItems() : [];
  if (!items.length) return;
  const section = Object.assign(document.createElement("section"), { className: "undelivered" }),
    title = titleOf(items.map(({ room }) => room)),
    list = document.createElement("ul");
  section.setAttribute("aria-label", title);
  list.append(...items.map((item, at) => itemOf(item, items[at - 1]?.room !== item.room)));
  section.append(Object.assign(document.createElement("h2"), { textContent: title }), list);
  document.body.append(section);
};
for (const type of ["outbox", "drafted", "shown"]) on(type, draw);

export const undelivered = {
  /** The rooms this person belongs to, as far as the page knows. */
  belongTo(id, ids) {
    lostRooms.belongTo(id, ids);
    lostRooms.list().forEach(dropFiles);
    draw();
  },
};
