// Kinds of messages: the rules are the server's, in messenger/models/message_kinds.py.
import { SERVER_DATA } from "../given.js";

const countedKinds = SERVER_DATA.countedKinds ?? ["text"];

/** Whether messages of this kind can be unread, and show that somebody has said something. */
export const kindCounts = (kind) => countedKinds.includes(kind);
