// Shows one picture on the full screen, with zoom, and a way to the ones before and after it.
import { iconHtml } from "../icons.js";
import { text } from "../i18n.js";
import { HEAD_BYTES, isAnimated, upright } from "../webp.js";
import { ORIGINAL_BYTES } from "./file_facts.js";
import { zoomable } from "./zoom.js";

const SWIPE_PX = 50,
  ORIGINAL_PIXELS = 64_000_000, // 4 bytes each in the browser; phones end pages that need much more
  ZOOM_KEYS = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, 0: 0 };
const make = (name, className, attributes = {}) => {
  const element = Object.assign(document.createElement(name), { className });
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const button = (className, label, icon) => {
  const element = make("button", className, { type: "button", "aria-label": label, title: label });
  element.innerHTML = iconHtml(icon);
  return element;
};

/** Whether the original of a picture has to be shown, because its copy does not move. */
const isMoving = async ({ type, original }) => {
  if (type !== "image/webp") return false;
  const answer = await fetch(original, { headers: { range: `bytes=0-${HEAD_BYTES - 1}` } });
  const bytes = Number(answer.headers.get("content-range")?.split("/")[1]);
  return bytes <= ORIGINAL_BYTES && isAnimated(await answer.arrayBuffer());
};
/** The address of the original, or of what it shows if the browser would show it turned. */
const uprightOriginal = async ({ type, original }) => {
  if (type !== "image/webp") return original;
  const content = await (await fetch(original)).blob(),
    picture = await upright(content);
  return picture === content ? original : URL.createObjectURL(picture);
};

/** `pictures` are [{name, type, pixels, large, small, original}]; on closing, the opener gets the focus. */
const open = (pictures, index) => {
  const opener = /** @type {HTMLElement} */ (document.activeElement),
    dialog = make("dialog", "lightbox");
  const image = /** @type {HTMLImageElement} */ (make("img", "shown", { draggable: "false" })),
    frame = make("div", "frame"),
    name = make("b", ""),
    count = make("span", "");
  const caption = make("div", "caption", { "aria-live": "polite" });
  const download = make("a", "button quiet small"),
    whole = make("a", "button quiet small", { target: "_blank", rel: "noopener" });
  const close = button("icon-button", text("close"), "close");
  const before = button("turn before", text("previous_picture"), "back"),
    after = button("turn after", text("next_picture"), "command");
  const head = make("header", "");
  download.textContent = text("download");
  whole.textContent = text("original");
  caption.append(name, count);
  head.append(caption, whole, download, close);
  frame.append(image);
  dialog.append(head, before, frame, after);
  let touched = null;
  /** A copy is not sharp enough to look into, and does not move: show the original, if the browser can. */
  const showOriginal = async () => {
    const picture = pictures[index],
      sharp = new Image();
    if (picture.pixels > ORIGINAL_PIXELS) return;
    sharp.onload = () => {
      if (pictures[index] === picture) image.src = sharp.src;
    };
    sharp.src = await uprightOriginal(picture).catch(() => picture.large);
  };
  const zoom = zoomable(image, frame, showOriginal);

  const show = (next) => {
    index = (next + pictures.length) % pictures.length;
    const picture = pictures[index];
    zoom.reset();
    dialog.setAttribute("aria-label", picture.name);
    image.style.background = `center / contain no-repeat url("${picture.small}")`;
    image.alt = name.textContent = picture.name;
    image.src = picture.large;
    count.textContent = pictures.length > 1 ? text("picture_of", { number: index + 1, count: pictures.length }) : "";
    download.href = whole.href = picture.original;
    download.download = picture.name;
    isMoving(picture).then(
      (moves) => moves && pictures[index] === picture && showOriginal(),
      () => {},
    );
    for (const near of [index - 1, index + 1])
      new Image().src = pictures[(near + pictures.length) % pictures.length].large;
  };
  before.hidden = after.hidden = pictures.length < 2;
  before.addEventListener("click", () => show(index - 1));
  after.addEventListener("click", () => show(index + 1));
  close.addEventListener("click", () => dialog.close());
  image.addEventListener("load", () => {
    image.style.background = "";
    if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === frame) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus?.();
  });
  dialog.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: pictures.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key in ZOOM_KEYS && !event.ctrlKey && !event.metaKey) return zoom.by(ZOOM_KEYS[event.key]);
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    show(to);
  });
  dialog.addEventListener(
    "touchstart",
    (event) => {
      touched = event.touches.length === 1 && !zoom.isZoomed() ? event.touches[0].clientX : null;
    },
    { passive: true },
  );
  dialog.addEventListener("touchend", (event) => {
    const moved = touched === null ? 0 : event.changedTouches[0].clientX - touched;
    if (!zoom.isZoomed() && Math.abs(moved) > SWIPE_PX && pictures.length > 1) show(index + (moved < 0 ? 1 : -1));
  });
  show(index);
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
};

/** Open the picture that a link of the conversation shows, among all that are loaded there. */
const openAt = (link) => {
  const links = [...link.closest(".log").querySelectorAll("a.picture[data-large]")];
  const pictures = links.map((link) => ({
    name: link.dataset.name,
    type: link.dataset.type,
    pixels: Number(link.dataset.pixels),
    large: link.dataset.large,
    small: link.querySelector("img").src,
    original: link.href,
  }));
  open(pictures, links.indexOf(link));
};

export const lightbox = { openAt };
