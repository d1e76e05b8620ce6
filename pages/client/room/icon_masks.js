// Icons as a mask for stylesheets, all in one row: `--icons` is the picture, `--icon-reply` the place of "reply" in it.
// In the actions of messages that saves two elements for each of two hundred buttons.
import { ICONS } from "../icons.js";

const ACTIONS = ["react", "reply", "edit", "delete", "copy_link", "copy_text", "pin", "unpin", "mark_unread", "close"];
const LINES = "fill='none' stroke='black' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'";

const NAMES = [...ACTIONS, "file"];

const root = document.documentElement.style;
const paths = NAMES.map((name, place) => `<path transform='translate(${24 * place})' d='${ICONS[name]}'/>`).join("");
const box = `viewBox='0 0 ${24 * NAMES.length} 24'`;
const svg = `<svg xmlns='http://www.w3.org/2000/svg' ${box} ${LINES}>${paths}</svg>`.replace(/\s+/g, " ");
root.setProperty("--icons", `url("data:image/svg+xml,${encodeURIComponent(svg)}")`);
NAMES.forEach((name, place) => root.setProperty(`--icon-${name}`, String(place)));
