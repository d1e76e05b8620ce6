// How a draft on this device and the draft on the server become one again: a merge of three texts.

/**
 * The draft of a room, as one device knows it.
 * @typedef {object} DraftState
 * @property {string} here what the person sees in this browser
 * @property {string} agreed the last text that server and device had in common; any difference from it was typed here
 * @property {string[]} sent texts from here that may have reached the server: being sent, or never answered
 */

/**
 * Take the text that the server has: then `here` is what the person should see, `agreed` is the server's text, and
 * `toSend` is what should replace it; null if there is nothing to send.
 * @param {DraftState} state
 * @param {string} server
 * @returns {{ here: string, toSend: string | null }}
 */
export function merge({ here, agreed, sent }, server) {
  const isOwn = server === agreed || sent.includes(server),
    merged = isOwn ? here : mergeTexts(here, agreed, server);
  return { here: merged, toSend: merged === server ? null : merged };
}

/** Merge a text from another device with what was typed here since `agreed`. */
function mergeTexts(here, agreed, there) {
  if (here === agreed || !here) return there;
  if (!there || here.includes(there)) return here;
  if (there.includes(here)) return there;
  const typed = agreed && here.startsWith(agreed) ? here.slice(agreed.length).trimStart() : here;
  return `${there}\n${typed}`;
}
