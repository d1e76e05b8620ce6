// A copy button beside every piece of code in a message, wherever messages are shown.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";

const dress = (code) => {
  if (code.querySelector(".copy-code") || !code.closest(".body")) return;
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "icon-button copy-code",
    title: text("copy_code"),
    innerHTML: iconHtml("copy_text"),
  });
  button.setAttribute("aria-label", text("copy_code"));
  code.append(button);
};
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      if (node.matches(".code")) dress(node);
      else node.querySelectorAll(".code").forEach(dress);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

document.addEventListener("click", async (/** @type {any} */ event) => {
  const button = event.target.closest(".copy-code");
  if (!button) return;
  await copy(button.previousElementSibling.textContent);
  say(text("code_copied"));
});
