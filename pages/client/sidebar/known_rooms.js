// What the sidebar knows, for parts that are drawn elsewhere: its rooms, and who is online.

/** The sidebar replaces these once it is there; `presence` is a status by user id. */
/** @type {{find: (id: number) => any, list: () => any[], presence: Object<number, string>}} */
export const knownRooms = { find: () => undefined, list: () => [], presence: {} };
