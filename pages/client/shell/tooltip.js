// Tooltips: what a control is called, and its keys, soon after the pointer rests on it or keys give it the focus.
// A control names it with `title`, and its keys in brackets at the end; the browser's own tooltip would come later.
const REST_MS = 300,
  GAP_PX = 6,
  KEYS = /^(.*\S) \(((?:Ctrl\+|⌘)[^()]+)\)$/;
const tip = Object.assign(document.createElement("div"), { className: "tooltip", popover: "manual" });
tip.setAttribute("aria-hidden", "true"); // screen readers have the title
let named = null, // the element that waits for its tooltip, or has it
  pressed = null, // it gets none before the pointer has left it
  timer = 0;

/** The `title` of an element, also while its tooltip is shown. */
export const titleOf = (element) => element.title || element.dataset.tip || "";

const hide = () => {
  clearTimeout(timer);
  tip.remove();
  if (named?.dataset.tip && named.getAttribute("title") === "") named.title = named.dataset.tip;
  delete named?.dataset.tip;
  named = null;
};
/** Put the tooltip above its element, or below it, inside the window. */
const place = () => {
  const box = named.getBoundingClientRect(),
    { width, height } = tip.getBoundingClientRect(),
    above = box.top - height - GAP_PX;
  const left = Math.min(box.left + (box.width - width) / 2, innerWidth - width - GAP_PX);
  tip.style.left = `${Math.max(left, GAP_PX)}px`;
  tip.style.top = `${above < GAP_PX ? box.bottom + GAP_PX : above}px`;
};
const show = () => {
  if (!named.isConnected || !named.title) return hide();
  const { title } = named,
    [, name, keys] = KEYS.exec(title) ?? ["", title, ""];
  named.dataset.tip = title;
  named.title = ""; // else the browser shows it too
  Object.assign(tip.dataset, { name, keys }); // the stylesheet draws it: it is no text of the page
  document.body.append(tip);
  tip.showPopover();
  place();
};
const wait = (element) => {
  hide();
  named = element;
  timer = setTimeout(show, REST_MS);
};

document.addEventListener("pointerover", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.pointerType !== "mouse" || named?.contains(target) || pressed?.contains(target)) return;
  pressed = null;
  const element = target.closest("[title]:not([title=''])");
  element ? wait(element) : hide();
});
document.addEventListener("pointerdown", ({ target }) => {
  hide();
  pressed = /** @type {HTMLElement} */ (target).closest("[title]:not([title=''])");
});
document.addEventListener("focusin", ({ target }) => {
  const element = /** @type {HTMLElement} */ (target);
  if (element.title && element.matches(":focus-visible")) wait(element);
});
document.addEventListener("focusout", hide);
document.documentElement.addEventListener("pointerleave", hide);
for (const type of ["keydown", "scroll"]) document.addEventListener(type, hide, true);
