// The unread count outside the page: in its title, its icon, and on the icon of the installed application.
import { SERVER_DATA } from "../given.js";
import { shownCount } from "../i18n.js";

let base = null,
  number = 0,
  dot = false,
  drawn = null;

const icon = () => {
  /** @type {HTMLLinkElement | null} */
  let link = document.querySelector('link[rel~="icon"]');
  if (!link) {
    link = Object.assign(document.createElement("link"), { rel: "icon" });
    document.head.append(link);
  }
  return link;
};
const RED = 'fill="#c4281c" stroke="#fff" stroke-width="1.5"',
  LETTERS = 'font-family="system-ui, sans-serif" font-size="13" font-weight="700" text-anchor="middle" fill="#fff"',
  SHAPES = { 1: [14, 18], 2: [10, 22], 3: [6, 26] }; // left edge and width of the mark, by number of characters
const addressOf = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;
/** Our icon with a mark in its corner: a number, or only a dot. */
const drawMark = (text) => {
  const [left, width] = SHAPES[text.length] ?? [],
    plate = `<rect x="${left}" y="14" width="${width}" height="18" rx="9" ${RED}/>`,
    number = `<text x="${left + width / 2}" y="27.6" ${LETTERS}>${text}</text>`;
  const mark = text ? plate + number : `<circle cx="25" cy="25" r="6" ${RED}/>`;
  return addressOf(SERVER_DATA.icon.replace("</svg>", `${mark}</svg>`));
};
const drawIcon = () => {
  const wanted = number ? (number > 99 ? "99+" : String(number)) : dot ? "" : null;
  if (wanted === drawn) return;
  drawn = wanted;
  const link = icon();
  link.type = "image/svg+xml";
  link.href = wanted === null ? addressOf(SERVER_DATA.icon) : drawMark(wanted);
};
const draw = () => {
  base ??= document.title;
  document.title = (number ? `(${shownCount(number)}) ` : dot ? "• " : "") + base;
  drawIcon();
  document.documentElement.dataset.news = number ? "calling" : dot ? "some" : "none";
  if (!navigator.setAppBadge) return;
  const done = number ? navigator.setAppBadge(number) : dot ? navigator.setAppBadge() : navigator.clearAppBadge();
  done.catch(() => {
    /* not installed */
  });
};

/** Set the title of the page, to which the count is added. */
export const setTitle = (text) => {
  base = text;
  draw();
};
export const badge = {
  /** `next`: how many unread messages address this person; `hasNews`: whether there are others. */
  show(next, hasNews) {
    if (next === number && hasNews === dot) return;
    number = next;
    dot = hasNews;
    draw();
  },
};
