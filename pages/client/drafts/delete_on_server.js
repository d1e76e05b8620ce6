// Deletes a draft on the server: its author logs out, or discards it.

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Delete a draft on the server if it is one of these texts; what another device has written meanwhile stays.
 * Waits for a rate limit, but not beyond the time `until`.
 * @param {(event: string, data: object) => Promise<{ body: string }>} ask
 * @param {number} room
 * @param {string[]} texts the text that the server had last, then others that it may have
 * @param {number} until on the clock of performance.now()
 * @returns {Promise<{ isAnswered: boolean, isDeleted: boolean }>}
 */
export async function deleteOnServer(ask, room, [base, ...others], until) {
  try {
    const { body } = await ask("draft", { room, body: "", base });
    if (body && others.includes(body)) return await deleteOnServer(ask, room, [body], until);
    return { isAnswered: true, isDeleted: !body };
  } catch (error) {
    const waitMs = error.retry_after * 1000;
    if (!waitMs || performance.now() + waitMs > until) return { isAnswered: false, isDeleted: false };
    await later(waitMs);
    return deleteOnServer(ask, room, [base, ...others], until);
  }
}
