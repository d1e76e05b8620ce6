// On a phone Back closes what lies over the page, the topmost first, and leaves the page only when nothing does.
(() => {
  const isPhone = matchMedia("(max-width: 767px)");
  const last = (selector) => [...document.querySelectorAll(selector)].at(-1);
  const press = (selector) => document.querySelector(selector)?.click();
  /** Close the list of a field. A filter that is still at work would open it again, until the person goes on. */
  const shut = (id) => {
    const hidePopup = () => window.getElement(id)?.$refs.qRef?.hidePopup();
    const timers = [0, 60, 250].map((ms) => setTimeout(hidePopup, ms));
    for (const type of ["keydown", "pointerdown"])
      document.addEventListener(type, () => timers.forEach(clearTimeout), { once: true, capture: true });
  };
  /** A menu of Quasar's, or the list of a field: their elements have the ids that NiceGUI gives. */
  const hide = (menu) => {
    const [, id, isList] = menu.id.match(/^c(\d+)(_lb)?$/) ?? [];
    if (isList) shut(Number(id));
    else if (id) window.getElement(Number(id))?.hide();
  };
  /** What was opened last stands last in the document: a dialog that a menu led to lies over that menu. */
  const leave = (over) => (over.matches(".q-menu") ? hide(over) : over.querySelector(".q-dialog__backdrop").click());
  const LAYERS = [
    [".emoji-picker", () => window.messenger.emoji.close()],
    ["dialog[open]", () => last("dialog[open]").close()],
    [".switcher", () => window.messenger.switcher.close()],
    [".q-menu, .q-dialog", () => leave(last(".q-menu, .q-dialog"))],
    [".chat > .scrim.open", () => press(".chat > .scrim.open")],
    ["body.menu-open .side", () => document.body.classList.remove("menu-open")],
    [".panel:not(.hidden)", () => press(".panel-head .icon-button")],
  ];
  const topmost = () => LAYERS.find(([selector]) => document.querySelector(selector));
  let guarded = Boolean(history.state?.layer);

  /** While something is open, an entry in the history stands before the page's own; Back takes that one away. */
  const guard = () => {
    if (guarded || !isPhone.matches || !topmost()) return;
    guarded = true;
    history.pushState({ layer: true }, "");
  };
  addEventListener("popstate", (event) => {
    const [wasGuarded, top] = [guarded, topmost()];
    guarded = Boolean(event.state?.layer);
    if (!wasGuarded || guarded) return;
    event.stopImmediatePropagation();
    if (top) top[1]();
    else history.back(); // it was closed in another way before: this Back is meant for the page
  });

  window.messenger.layers = {
    shut,
    /** Go to another address without a page load; the entry that stood for a layer is used up by it. */
    go(address) {
      history[guarded ? "replaceState" : "pushState"](null, "", address);
      guarded = false;
    },
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(guard).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(guard).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
