// NiceGUI's way to the element Chat, which is in pages/client/room/chat.js.
export { Chat as default } from "messenger";
