// The day that floats over a conversation: shown while the reader scrolls, then only where it covers no message.
const SHOWN_MS = 1000,
  NEWEST_PX = 40, // so near to the newest message nobody searches for a day
  IN_PLACE_PX = 16; // its margin
let timer = 0;

const isFloating = (day) =>
  day.getBoundingClientRect().top - day.parentElement.getBoundingClientRect().top > IN_PLACE_PX;
const hideFloating = (log) => {
  for (const day of log.querySelectorAll(".day")) day.classList.toggle("faded", isFloating(day));
};
document.addEventListener(
  "scroll",
  ({ target }) => {
    const log = /** @type {Element} */ (target);
    if (!log.matches?.(".log")) return;
    clearTimeout(timer);
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEWEST_PX) return hideFloating(log);
    for (const day of log.querySelectorAll(".faded")) day.classList.remove("faded");
    timer = setTimeout(() => hideFloating(log), SHOWN_MS);
  },
  { capture: true, passive: true },
);
