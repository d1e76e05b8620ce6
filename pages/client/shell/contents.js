// The contents beside a long page: the section being read is marked.
import { on } from "../events.js";

const BELOW_PX = 120; // a section is being read once its beginning is so near to the top
let chosen = null; // the last sections never come to the top: the one that was asked for counts

const mark = (page) => {
  const links = /** @type {HTMLAnchorElement[]} */ ([...(page?.querySelectorAll(".contents-list a") ?? [])]);
  if (!links.length || !links[0].checkVisibility()) return;
  const top = page.getBoundingClientRect().top + BELOW_PX,
    isAtEnd = page.scrollTop > 0 && page.scrollHeight - page.scrollTop - page.clientHeight < 2;
  const isBegun = ({ hash }) => document.querySelector(hash)?.getBoundingClientRect().top < top,
    asked = links.find(({ hash }) => hash === chosen) ?? links.at(-1),
    current = isAtEnd ? asked : (links.findLast(isBegun) ?? links[0]);
  for (const link of links) link.removeAttribute("aria-current");
  current.setAttribute("aria-current", "location");
};
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (/** @type {Element} */ (target).matches?.(".page")) mark(target);
  },
  { capture: true, passive: true },
);
on("connect", () => mark(document.querySelector(".page")));
document.addEventListener("click", (/** @type {any} */ { target }) => {
  const link = target.closest(".contents-list a");
  if (!link) return;
  chosen = link.hash;
  mark(link.closest(".page"));
});
