// Repeats something every minute while the page is visible: for what the server does not push, such as how many members
// of a room are online.
const AGAIN_MS = 60_000;

/** Do this every minute in which somebody sees the page; returns a function that ends it. */
export const whileSeen = (act) => {
  const timer = setInterval(() => document.visibilityState === "visible" && act(), AGAIN_MS);
  return () => clearInterval(timer);
};
