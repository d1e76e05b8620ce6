// Rooms that this person can no longer open: how they were lost, and which files waited there. It is stored, because
// the window goes to another page.
let rooms = null,
  person = null;

const nameOf = (room) => `lost:${person}:${room}`;

export const lostRooms = {
  /** The rooms this person belongs to, as far as the page knows. */
  belongTo(id, ids) {
    person = id;
    rooms = new Set(ids);
  },
  isReady: () => rooms !== null,
  /** Whether the person belongs to a room. */
  has: (room) => Boolean(rooms?.has(room)),
  /** What is known about a lost room: {kind, files}. */
  get(room) {
    try {
      return JSON.parse(localStorage.getItem(nameOf(room))) ?? {};
    } catch {
      return {};
    }
  },
  /** Store what is known about a lost room; null if it is no longer lost. */
  keep(room, facts) {
    try {
      facts ? localStorage.setItem(nameOf(room), JSON.stringify(facts)) : localStorage.removeItem(nameOf(room));
    } catch {
      /* then the box shows less */
    }
  },
  all() {
    try {
      const begin = `lost:${person}:`;
      return Object.keys(localStorage)
        .filter((one) => one.startsWith(begin))
        .map((one) => Number(one.slice(begin.length)));
    } catch {
      return [];
    }
  },
  isLost: (room) => !lostRooms.has(room) && lostRooms.all().includes(room),
};
