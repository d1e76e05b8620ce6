// The elements of the switcher, still empty: a field, a list, a sentence, and on a phone a way out.
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
  const { switchTo, switchClose } = document.documentElement.dataset;
  for (const one of [box, input, list]) one.setAttribute("aria-label", switchTo);
  input.setAttribute("placeholder", switchTo);
  button.setAttribute("aria-label", switchClose);
  button.addEventListener("click", close);
  box.addEventListener("pointerdown", ({ target }) => {
    if (target === box) close();
  });
  return box;
};
