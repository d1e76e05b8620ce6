// On a phone: a swipe moves the drawer, Back closes what is open, the page ends where the keyboard begins.
(() => {
  const EDGE_PX = 28,
    SWIPE_PX = 56,
    OPEN = "menu-open";
  const isPhone = matchMedia("(max-width: 767px)");
  let from = null,
    ours = false,
    over = null;

  const setOpen = (open) => document.body.classList.toggle(OPEN, open);
  /** An open drawer is a place in the history, so that Back closes it and does nothing else. */
  const follow = () => {
    const open = document.body.classList.contains(OPEN);
    if (open === ours || !isPhone.matches) return;
    ours = open;
    if (open) history.pushState({ drawer: true }, "");
    else if (history.state?.drawer) history.replaceState(null, "");
  };
  /**
   * Something lies over the page, and Back calls `close` rather than leaving. The returned function says that it has
   * gone by itself.
   */
  window.messenger.cover = (close) => {
    if (!isPhone.matches) return () => {};
    over = close;
    if (!history.state?.over) history.pushState({ over: true }, "");
    return () => {
      if (over !== close) return;
      over = null;
      if (history.state?.over) history.replaceState(null, "");
    };
  };
  addEventListener("popstate", (event) => {
    if (over) {
      event.stopImmediatePropagation();
      const close = over;
      over = null;
      return close();
    }
    if (!ours) return;
    event.stopImmediatePropagation();
    ours = false;
    setOpen(false);
  });

  addEventListener(
    "touchstart",
    (event) => {
      const at = event.touches[0],
        open = document.body.classList.contains(OPEN);
      from =
        event.touches.length === 1 && (open || at.clientX < EDGE_PX) ? { x: at.clientX, y: at.clientY, open } : null;
    },
    { passive: true },
  );
  addEventListener(
    "touchend",
    (event) => {
      if (!from || !isPhone.matches || !document.querySelector(".side")) return;
      const at = event.changedTouches[0],
        right = at.clientX - from.x;
      if (Math.abs(right) > SWIPE_PX && Math.abs(right) > 2 * Math.abs(at.clientY - from.y) && right > 0 !== from.open)
        setOpen(!from.open);
      from = null;
    },
    { passive: true },
  );

  const view = window.visualViewport;
  const fit = () => {
    if (view.scale === 1) document.documentElement.style.setProperty("--view", `${view.height}px`);
  };
  view?.addEventListener("resize", fit);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    if (view) fit();
  });
})();
