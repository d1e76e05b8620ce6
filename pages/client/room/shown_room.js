// The room that this window shows, for parts that belong to no room.

/** `id` is null on pages that show no room. */
export const shownRoom = { id: null };
