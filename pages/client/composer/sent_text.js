// What is sent of a text in the composer, as the server takes it: see `_checked` in messenger/messages/messages.py.
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Not the empty lines before it, and no space after it. */
export const sentText = (text) => text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();

/** Whether there is more to send than spaces and signs that nobody sees. */
export const isVisible = (text) => VISIBLE.test(text);
