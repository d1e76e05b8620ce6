// What the list of rooms draws and where it scrolls to, for the sections that the sidebar shows.
import { drawnRows, scrollFor, visibleRows } from "./row_window.js";

/** @typedef {{name: string, all: any[], rooms: any[], drawn: {at: number, room: any}[]}} Section */

/** A section with the rows to draw. One that is folded shows only the current room. */
export const drawnSection = (part, isFolded, seen, current, focused) => {
  const rooms = isFolded ? part.all.filter((room) => room.id === current) : part.all;
  const always = [current, focused].map((id) => rooms.findIndex((room) => room.id === id)),
    drawn = drawnRows(rooms.length, seen, always).map((at) => ({ at, room: rooms[at] }));
  return { ...part, isFolded, rooms, drawn };
};

/** The titles of rows that are not drawn, a line for each row: the browser's search finds them. */
export const hiddenTitles = ({ rooms, drawn }, title) => {
  if (drawn.length === rooms.length) return "";
  const drawnAt = new Set(drawn.map(({ at }) => at));
  return rooms.map((room, at) => (drawnAt.has(at) ? "" : title(room))).join("\n");
};

const heightOf = (list) => parseFloat(getComputedStyle(list).getPropertyValue("--row"));
const topOf = (list, name) => list.querySelector(`[data-part="${name}"]`).offsetTop;

/** Which rows of each section are visible, as far as that differs from `seen`. */
export const newlySeen = (list, sections, seen) => {
  const { scrollTop, clientHeight } = list,
    height = heightOf(list);
  const ranges = sections.map(({ name, rooms }) => [
    name,
    visibleRows(rooms.length, height, topOf(list, name), scrollTop, scrollTop + clientHeight),
  ]);
  return Object.fromEntries(
    ranges.filter(([name, { first, end }]) => first !== seen[name].first || end !== seen[name].end),
  );
};

/** Scroll a room into view, if it is listed. */
export const scrollToRoom = (list, sections, id) => {
  const height = heightOf(list);
  for (const { name, rooms } of sections) {
    const at = rooms.findIndex((room) => room.id === id);
    if (at < 0) continue;
    const top = topOf(list, name) + at * height,
      to = scrollFor(top, height, list.scrollTop, list.scrollTop + list.clientHeight);
    if (to !== null) list.scrollTop = to;
  }
};

/** The number of the room that a key leads to from the one at `at`; undefined if the key means something else. */
export const numberForKey = (event, at, count) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  return { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[event.key];
};
