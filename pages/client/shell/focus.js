// Keeps the focus: when the focused element is gone, focus what took its place, or else what had the focus before.
import { touch } from "../media.js";

const KEPT = 30,
  GONE_MS = 60;
const FIELDS = "input, textarea, select",
  CONTROLS = `a[href], button, ${FIELDS}, [tabindex]`,
  HOMES = "article, li, tr, [role=dialog], [id^=c], main";
let visited = [], // what had the focus, the latest last: where it was, and what is like it
  last = null;

const modal = () => [...document.querySelectorAll("[role=dialog], dialog[open]")].at(-1);
/** Whether it can get the focus: visible, in the open dialog; no field on touch screens, which opens the keyboard. */
const isOpen = (element) =>
  element.isConnected &&
  element.checkVisibility({ visibilityProperty: true }) &&
  !element.disabled &&
  !element.closest("[role=menu]") &&
  (modal()?.contains(element) ?? true) &&
  !(touch.matches && element.matches(FIELDS));
const isLost = () => !document.activeElement || document.activeElement === document.body;
const signOf = (element) =>
  JSON.stringify([
    element.tagName,
    element.id,
    element.getAttribute("href"),
    element.ariaLabel,
    element.textContent,
    element.dataset,
  ]);
const controlsOf = (home) => [...home.querySelectorAll(CONTROLS)];

/** Lists are redrawn as a whole: find the same control in the new list, or else the one that moved into its place. */
const heir = ({ homes, sign }) => {
  const nearest = homes.find(({ home }) => home.isConnected);
  if (!nearest) return null;
  const controls = controlsOf(nearest.home).filter(isOpen);
  return controls.find((control) => signOf(control) === sign) ?? controls[Math.min(nearest.at, controls.length - 1)];
};
const comeBack = (visit) => (isOpen(visit.target) ? visit.target : visit.target.isConnected ? null : heir(visit));
const restore = () => {
  if (!isLost()) return;
  let next = last && heir(last);
  for (let at = visited.length - 1; !next && at >= 0; at--) next = comeBack(visited[at]);
  next?.focus({ preventScroll: true });
};
document.addEventListener("focusin", (/** @type {any} */ { target }) => {
  if (!(modal()?.contains(target) ?? true)) return;
  const homes = [];
  for (let home = target.parentElement?.closest(HOMES); home; home = home.parentElement?.closest(HOMES))
    homes.push({ home, at: controlsOf(home).indexOf(target) });
  last = { target, homes, sign: signOf(target) };
  const isKept = (visit) => visit.target !== target && visit.homes.some(({ home }) => home.isConnected);
  visited = [...visited.filter(isKept), last].slice(-KEPT);
});
document.addEventListener("focusout", (/** @type {any} */ { target, relatedTarget }) => {
  // a click outside means the user wants to leave
  if (!relatedTarget) setTimeout(() => isLost() && target.isConnected && isOpen(target) && (last = null));
});
document.addEventListener("DOMContentLoaded", () =>
  new MutationObserver(() => {
    if (last && !last.target.isConnected && isLost()) restore();
  }).observe(document.body, { childList: true, subtree: true }),
);
/** Call this after closing something that may have had the focus. */
export const refocus = () => setTimeout(restore, GONE_MS);
