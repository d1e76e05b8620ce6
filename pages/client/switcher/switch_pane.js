// The elements of the switcher: a field, a list of groups, a sentence, and on a phone a way out.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";

/** The sign of an item: avatars, an icon, or the sign of a room. */
export const itemMark = ({ pictures = [], icon }) => {
  const mark = Object.assign(document.createElement("span"), { className: "mark", textContent: icon ? "" : "#" });
  if (pictures.length) {
    mark.className = pictures.length > 1 ? "avatar-box pair" : "avatar-box";
    mark.replaceChildren(
      ...pictures.map((src) => {
        const face = document.createElement("img");
        return Object.assign(face, { className: "avatar small", src, alt: "" });
      }),
    );
  } else if (icon) mark.innerHTML = iconHtml(icon);
  return mark;
};

/** The items under the names of their groups; those of a group follow one another. `line` draws an item. */
export const itemGroups = (items, line) => {
  const groups = [];
  for (const [index, item] of items.entries()) {
    if (groups.at(-1)?.name !== item.group) groups.push({ name: item.group, lines: [] });
    groups.at(-1).lines.push(line(item, index));
  }
  return groups.map(({ name, lines }) => {
    const group = document.createElement("ul"),
      heading = Object.assign(document.createElement("li"), { className: "group", textContent: text(`group_${name}`) });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", heading.textContent);
    heading.setAttribute("role", "presentation");
    heading.setAttribute("aria-hidden", "true");
    group.append(heading, ...lines);
    return group;
  });
};

/** Build the dialog. `close` is called by its button and by a click beside it. */
export const switchPane = (close) => {
  const box = Object.assign(document.createElement("div"), { className: "switcher" });
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.innerHTML =
    '<div class="switch-pane"><div class="switch-head"><input type="text" role="combobox" aria-expanded="true" ' +
    'aria-controls="switch-list" autocomplete="off" spellcheck="false"><button type="button" class="icon-button">' +
    `${iconHtml("close")}</button></div><div id="switch-list" role="listbox"></div><p hidden></p>` +
    '<div class="switch-keys" aria-hidden="true"><kbd>↵</kbd><span></span><kbd>esc</kbd><span></span></div></div>';
  const [input, button, list] = ["input", "button", "#switch-list"].map((selector) => box.querySelector(selector));
  for (const element of [box, input, list]) element.setAttribute("aria-label", text("switch_to"));
  input.setAttribute("placeholder", text("switch_to"));
  button.setAttribute("aria-label", text("close"));
  box.querySelector("p").textContent = text("no_matches");
  const [enters, leaves] = box.querySelectorAll(".switch-keys span");
  [enters.textContent, leaves.textContent] = [text("switch_to"), text("close")];
  button.addEventListener("click", close);
  box.addEventListener("pointerdown", ({ target }) => {
    if (target === box) close();
  });
  return box;
};
