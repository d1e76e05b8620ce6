// What this person has not sent yet: drafts, messages and files. Made once per page, and connected to each other here.
import { ask, toLogin } from "./connection/connection.js";
import { Drafts } from "./drafts/drafts.js";
import { on, publish } from "./events.js";
import { newKey } from "./keys.js";
import { LostRooms } from "./outbox/lost_rooms.js";
import { Outbox } from "./outbox/outbox.js";
import { tab } from "./storage.js";
import { UploadClient } from "./uploads/upload_client.js";
import { UploadStore } from "./uploads/upload_store.js";
import { Uploads } from "./uploads/uploads.js";

const CHECK_MS = 10000; // for what other windows have left

export const lostRooms = new LostRooms();
export const drafts = new Drafts(ask, publish);
export const uploads = new Uploads({
  publish,
  store: new UploadStore(publish),
  client: new UploadClient(toLogin),
  tab,
  newKey,
  keysInMessages: () => outbox.files(),
  isLostRoom: (room) => lostRooms.isLost(room),
});
export const outbox = new Outbox({ ask, publish, tab, newKey, uploads });

/** Use what this person has stored, and nobody else's. */
export const openUnsent = (person) => {
  drafts.belongTo(person);
  outbox.belongTo(person);
  uploads.belongTo(person).then(() => outbox.sendDue());
};

on("connect", () => {
  outbox.resume();
  uploads.resume();
  drafts.sendAll();
});
on("DraftChanged", ({ room, body }) => drafts.takeChange(room, body));
on("uploads", () => outbox.sendDue());
on("upload_failed", ({ key, text }) => outbox.fail(key, text));
addEventListener("storage", (event) => {
  outbox.takeStored(event);
  drafts.takeStored(event.key);
});
addEventListener("pagehide", () => drafts.sendWaiting());
setInterval(() => outbox.sendDue(), CHECK_MS);
