// Several entries of the outbox in one request.

/** @typedef {import("./outbox_store.js").Entry} Entry */

const BATCH_MAX = 20, // the server's limit
  BATCH_CHARS = 30000; // at most three bytes each, well within a frame
const LASTING = new Set([
  ...["empty", "too_long", "malformed", "not_found", "not_a_member", "not_allowed", "file_gone"],
  ...["you_blocked", "conversation_closed"],
]);

/** Whether the server would refuse the same again. */
export const isLastingRefusal = ({ code }) => LASTING.has(code);

/**
 * The first of these entries, as many as fit into one request; at least one, if there is any.
 * @param {Entry[]} entries
 */
export function firstBatch(entries) {
  const most = entries.slice(0, BATCH_MAX);
  let size = 0;
  const end = most.findIndex(({ data }) => (size += JSON.stringify(data).length) > BATCH_CHARS);
  return end < 0 ? most : most.slice(0, Math.max(end, 1));
}

/**
 * Send entries in one request and return their answers in order. Nothing after an error was tried.
 * @param {Entry[]} entries
 * @param {(event: string, data: object) => Promise<any>} ask
 * @param {{ ids: (keys: string[]) => number[] }} uploads know the ids of the files
 * @returns {Promise<{ ok?: any, error?: any }[]>}
 */
export async function askFor(entries, ask, uploads) {
  const changes = entries.map(
    ({ event, data, files }) =>
      /** @type {[string, object]} */ ([event, files ? { ...data, files: uploads.ids(files) } : data]),
  );
  try {
    if (changes.length > 1) return (await ask("batch", { changes })).answers;
    const [[event, data]] = changes;
    return [{ ok: await ask(event, data) }];
  } catch (error) {
    if (changes.length > 1 && isLastingRefusal(error)) return askFor(entries.slice(0, 1), ask, uploads); // find it
    return [{ error }];
  }
}
