// The day that floats over a conversation: shown while the reader scrolls; at rest, only where it covers no message.
const REST_MS = 1000,
  NEWEST_PX = 40, // so near to the newest message nobody searches for a day
  IN_PLACE_PX = 16; // its margin
let timer = 0;

const isFloating = (day) =>
  day.getBoundingClientRect().top - day.parentElement.getBoundingClientRect().top > IN_PLACE_PX;
const rest = (log) => {
  for (const day of log.querySelectorAll(".day")) day.classList.toggle("resting", isFloating(day));
};
document.addEventListener(
  "scroll",
  ({ target }) => {
    const log = /** @type {Element} */ (target);
    if (!log.matches?.(".log")) return;
    clearTimeout(timer);
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEWEST_PX) return rest(log);
    for (const day of log.querySelectorAll(".resting")) day.classList.remove("resting");
    timer = setTimeout(() => rest(log), REST_MS);
  },
  { capture: true, passive: true },
);
