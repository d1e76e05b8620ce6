// On a phone, Back closes what is open over the page, the topmost first, and leaves the page only if nothing is open.
// The details panel is a drawer in wider windows too: there Back, Escape and the shade beside it close it as well.
import { emojiPicker } from "../composer/emoji_picker.js";
import { phone } from "../media.js";
import { switcher } from "../switcher/switcher.js";

const overlays = matchMedia("(max-width: 999px)"); // as in panel.css
const last = (selector) => /** @type {any} */ ([...document.querySelectorAll(selector)].at(-1));
const press = (selector) => document.querySelector(selector)?.click();
/** Close the list of a field, several times: a running filter would reopen it. A key or a touch stops this. */
export const closeList = (hidePopup) => {
  const timers = [0, 60, 250].map((ms) => setTimeout(hidePopup, ms));
  for (const type of ["keydown", "pointerdown"])
    document.addEventListener(type, () => timers.forEach(clearTimeout), { once: true, capture: true });
};
/** Hide a Quasar menu or the list of a field; their elements have the ids that NiceGUI gives. */
const hide = (menu) => {
  const [, id, isList] = menu.id.match(/^c(\d+)(_lb)?$/) ?? [];
  if (isList) closeList(() => window.getElement(Number(id))?.$refs.qRef?.hidePopup());
  else if (id) window.getElement(Number(id))?.hide();
};
/** The element opened last is last in the document: a dialog opened from a menu covers that menu. */
const leave = (over) => (over.matches(".q-menu") ? hide(over) : over.querySelector(".q-dialog__backdrop").click());
/** @type {[string, () => void][]} */
const LAYERS = [
  [".emoji-picker", () => emojiPicker.close()],
  ["dialog[open]", () => last("dialog[open]").close()],
  [".switcher", () => switcher.close()],
  [".q-menu, .q-dialog", () => leave(last(".q-menu, .q-dialog"))],
  [".chat > .scrim.open", () => press(".chat > .scrim.open")],
  ["body.menu-open .side", () => document.body.classList.remove("menu-open")],
  [".panel:not(.hidden)", () => closeDrawer()],
];
const drawer = () => (overlays.matches ? document.querySelector(".panel:not(.hidden)") : null);
const closeDrawer = () => press(".panel-head .icon-button");
const topmost = () => LAYERS.find(([selector]) => document.querySelector(selector));
let guarded = Boolean(history.state?.layer),
  covers = false;

/** While something is open, keep an extra history entry on top of the page's own; Back removes only that one. */
const guard = () => {
  if (guarded || !(phone.matches ? topmost() : drawer())) return;
  guarded = true;
  history.pushState({ layer: true }, "");
};
/** While the drawer is open, keep the focus out of what it covers. */
const cover = () => {
  const isOpen = Boolean(drawer());
  if (isOpen === covers) return;
  covers = isOpen;
  for (const one of document.querySelectorAll(".room-page .chat, #open-menu")) one.toggleAttribute("inert", isOpen);
};
addEventListener("popstate", (event) => {
  const [wasGuarded, top] = [guarded, topmost()];
  guarded = Boolean(event.state?.layer);
  if (!wasGuarded || guarded) return;
  event.stopImmediatePropagation();
  if (top) top[1]();
  else history.back(); // it was already closed in another way: this Back is meant for the page
});

addEventListener("click", (/** @type {any} */ event) => {
  if (event.target.matches(".room-page")) closeDrawer(); // nothing but the shade is clicked there
});
addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && !event.defaultPrevented && drawer();
  if (panel && !panel.contains(document.activeElement) && topmost()[0].startsWith(".panel")) closeDrawer();
});

export const backButton = {
  /** Go to another address without a page load; this replaces the extra entry, if there is one. */
  go(address) {
    history[guarded ? "replaceState" : "pushState"](null, "", address);
    guarded = false;
  },
};
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    guard();
    cover();
  }).observe(document.body, { childList: true, subtree: true });
  new MutationObserver(guard).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
overlays.addEventListener("change", cover);
