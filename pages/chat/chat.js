// NiceGUI's way to the conversation, which is in pages/client/room/room.js.
export { Room as default } from "messenger";
