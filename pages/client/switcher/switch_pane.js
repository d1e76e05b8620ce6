// The elements of the switcher, still empty: a field, a list, a sentence, and on a phone a way out.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";

/** Build the dialog. `close` is called by its button and by a click beside it. */
export const switchPane = (close) => {
  const box = Object.assign(document.createElement("div"), { className: "switcher" });
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.innerHTML =
    '<div class="switch-pane"><div class="switch-head"><input type="text" role="combobox" aria-expanded="true" ' +
    'aria-controls="switch-list" autocomplete="off" spellcheck="false"><button type="button" class="icon-button">' +
    `${iconHtml("close")}</button></div><ul id="switch-list" role="listbox"></ul><p hidden></p></div>`;
  const [input, button, list] = ["input", "button", "ul"].map((one) => box.querySelector(one));
  for (const one of [box, input, list]) one.setAttribute("aria-label", text("switch_to"));
  input.setAttribute("placeholder", text("switch_to"));
  button.setAttribute("aria-label", text("close"));
  box.querySelector("p").textContent = text("no_matches");
  button.addEventListener("click", close);
  box.addEventListener("pointerdown", ({ target }) => {
    if (target === box) close();
  });
  return box;
};
