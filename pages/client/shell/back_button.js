// On a phone, Back closes what is open over the page, the topmost first, and leaves the page only if nothing is open.
import { emojiPicker } from "../composer/emoji_picker.js";
import { phone } from "../media.js";
import { switcher } from "../switcher/switcher.js";

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
  [".panel:not(.hidden)", () => press(".panel-head .icon-button")],
];
const topmost = () => LAYERS.find(([selector]) => document.querySelector(selector));
let guarded = Boolean(history.state?.layer);

/** While something is open, keep an extra history entry on top of the page's own; Back removes only that one. */
const guard = () => {
  if (guarded || !phone.matches || !topmost()) return;
  guarded = true;
  history.pushState({ layer: true }, "");
};
addEventListener("popstate", (event) => {
  const [wasGuarded, top] = [guarded, topmost()];
  guarded = Boolean(event.state?.layer);
  if (!wasGuarded || guarded) return;
  event.stopImmediatePropagation();
  if (top) top[1]();
  else history.back(); // it was already closed in another way: this Back is meant for the page
});

export const backButton = {
  /** Go to another address without a page load; this replaces the extra entry, if there is one. */
  go(address) {
    history[guarded ? "replaceState" : "pushState"](null, "", address);
    guarded = false;
  },
};
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(guard).observe(document.body, { childList: true, subtree: true });
  new MutationObserver(guard).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
