// Icons as masks, for stylesheets. In the actions of messages that saves two elements for each of two hundred buttons.
import { ICONS } from "../icons.js";

const ACTIONS = ["react", "reply", "edit", "delete", "copy_link", "copy_text", "pin", "unpin", "mark_unread", "close"];
const LINES = "fill='none' stroke='black' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'";

for (const name of [...ACTIONS, "file"]) {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${LINES}><path d='${ICONS[name]}'/></svg>`;
  const address = `data:image/svg+xml,${encodeURIComponent(svg.replace(/\s+/g, " "))}`;
  document.documentElement.style.setProperty(`--icon-${name}`, `url("${address}")`);
}
