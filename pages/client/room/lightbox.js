// Shows one picture on the full screen, with a way to the ones before and after it.
import { filled } from "../i18n.js";

const SWIPE_PX = 50;
const make = (name, className, attributes = {}) => {
  const element = Object.assign(document.createElement(name), { className });
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const button = (className, label, sign) => {
  const made = make("button", className, { type: "button", "aria-label": label, title: label });
  made.textContent = sign;
  return made;
};

/** `pictures` are [{name, large, small, original}], `texts` the labels; on closing, the opener gets the focus. */
const open = (pictures, index, texts) => {
  const opener = /** @type {HTMLElement} */ (document.activeElement),
    dialog = make("dialog", "lightbox");
  const image = make("img", "shown"),
    name = make("b", ""),
    count = make("span", "");
  const caption = make("div", "caption", { "aria-live": "polite" });
  const download = make("a", "button quiet small");
  const close = button("icon-button", texts.close, "✕");
  const before = button("turn before", texts.previous, "‹"),
    after = button("turn after", texts.next, "›");
  const head = make("header", "");
  download.textContent = texts.download;
  caption.append(name, count);
  head.append(caption, download, close);
  dialog.append(head, before, image, after);
  let touched = null;

  const show = (next) => {
    index = (next + pictures.length) % pictures.length;
    const picture = pictures[index];
    dialog.setAttribute("aria-label", picture.name);
    image.style.backgroundImage = `url("${picture.small}")`;
    image.alt = name.textContent = picture.name;
    image.src = picture.large;
    count.textContent =
      pictures.length > 1 ? filled(texts.of, { number: index + 1, count: pictures.length }) : "";
    download.href = picture.original;
    download.download = picture.name;
    for (const near of [index - 1, index + 1])
      new Image().src = pictures[(near + pictures.length) % pictures.length].large;
  };
  before.hidden = after.hidden = pictures.length < 2;
  before.addEventListener("click", () => show(index - 1));
  after.addEventListener("click", () => show(index + 1));
  close.addEventListener("click", () => dialog.close());
  image.addEventListener("load", () => {
    image.style.backgroundImage = "";
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus?.();
  });
  dialog.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: pictures.length - 1 }[event.key];
    event.stopPropagation();
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    show(to);
  });
  dialog.addEventListener(
    "touchstart",
    (event) => {
      touched = event.touches.length === 1 ? event.touches[0].clientX : null;
    },
    { passive: true },
  );
  dialog.addEventListener("touchend", (event) => {
    const moved = touched === null ? 0 : event.changedTouches[0].clientX - touched;
    if (Math.abs(moved) > SWIPE_PX && pictures.length > 1) show(index + (moved < 0 ? 1 : -1));
  });
  show(index);
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
};

export const lightbox = { open };
