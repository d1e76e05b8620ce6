// Kinds of messages: the rules are the server's, in messenger/models/message_kinds.py.
const countedKinds = (document.documentElement.dataset.countedKinds ?? "text").split(" ");

/** Whether messages of this kind can be unread, and show that somebody has said something. */
export const kindCounts = (kind) => countedKinds.includes(kind);
