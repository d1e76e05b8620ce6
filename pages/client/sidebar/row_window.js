// A long list draws only the rows near what is visible: which ones, and where a hidden one is.
const SPARE = 5; // rows beside the visible ones, for the keyboard and for fast scrolling

/** @typedef {{first: number, end: number}} Range rows from `first` until before `end` */

/**
 * The rows of a list that are at least half visible. `top` is where the list begins in what scrolls; `from` and `to`
 * are what is visible of that, in pixels too.
 * @returns {Range}
 */
export const visibleRows = (count, height, top, from, to) => {
  const at = (y) => Math.min(count, Math.max(0, Math.round((y - top) / height)));
  return { first: at(from), end: at(to) };
};

/** The numbers of the rows to draw: the visible ones, a few beside them, and those in `kept`. */
export const drawnRows = (count, { first, end }, kept) => {
  const [low, high] = [Math.max(0, first - SPARE), Math.min(count, end + SPARE)];
  const drawn = new Set(kept.filter((at) => at >= 0 && at < count));
  for (let at = low; at < high; at++) drawn.add(at);
  return [...drawn].sort((a, b) => a - b);
};

/** Where to scroll so that a row and its neighbours are visible, at least; null if they are. */
export const scrollFor = (top, height, from, to) => {
  if (top - height < from) return Math.max(0, top - height);
  if (top + 2 * height > to) return from + top + 2 * height - to;
  return null;
};

/** The nearest of the marked rows above and below the visible ones, by list: `[{marked: number[], seen: Range}]`. */
export const beyond = (lists) => {
  const above = [],
    below = [],
    at = lists.findIndex(({ seen }) => seen.end > seen.first),
    last = lists.findLastIndex(({ seen }) => seen.end > seen.first);
  lists.forEach(({ marked, seen }, list) => {
    for (const row of marked) {
      if (list < at || (list === at && row < seen.first)) above.push({ list, row });
      else if (list > last || (list === last && row >= seen.end)) below.push({ list, row });
    }
  });
  return { above: above.at(-1) ?? null, below: below[0] ?? null };
};
