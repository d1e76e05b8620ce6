// On a phone, a swipe opens or closes the drawer, and the page ends where the keyboard begins.
import { on } from "../events.js";
import { phone } from "../media.js";

const EDGE_PX = 28,
  SWIPE_PX = 56,
  OPEN = "menu-open";
let from = null;

const setOpen = (open) => document.body.classList.toggle(OPEN, open);

addEventListener(
  "touchstart",
  (event) => {
    const at = event.touches[0],
      open = document.body.classList.contains(OPEN);
    from = event.touches.length === 1 && (open || at.clientX < EDGE_PX) ? { x: at.clientX, y: at.clientY, open } : null;
  },
  { passive: true },
);
addEventListener(
  "touchend",
  (event) => {
    if (!from || !phone.matches || !document.querySelector(".side")) return;
    const at = event.changedTouches[0],
      right = at.clientX - from.x;
    if (Math.abs(right) > SWIPE_PX && Math.abs(right) > 2 * Math.abs(at.clientY - from.y) && right > 0 !== from.open)
      setOpen(!from.open);
    from = null;
  },
  { passive: true },
);

/** Scroll a row of tabs that is wider than the screen to the current tab. */
const showTab = () =>
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
on("connect", showTab);
addEventListener("load", showTab); // where the page is shown only after it has connected

const view = window.visualViewport;
const fit = () => {
  if (view.scale !== 1) return;
  document.documentElement.style.setProperty("--view", `${view.height}px`);
  if (view.offsetTop) scrollTo(0, 0); // Safari moves the page up for the keyboard, which is not needed here
};
view?.addEventListener("resize", fit);
