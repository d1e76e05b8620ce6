// What the sidebar knows, for parts that are drawn elsewhere: its rooms, who is online, and who the reader is.

/** The sidebar replaces these once it is there; `presence` is a status by user id. */
/** @type {{find: (id: number) => any, list: () => any[], presence: Object<number, string>, isAdmin: boolean}} */
export const knownRooms = { find: () => undefined, list: () => [], presence: {}, isAdmin: false };
