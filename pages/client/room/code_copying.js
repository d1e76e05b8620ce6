// A copy button beside every piece of code in a message, wherever messages are shown.
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";

const { copyCode, codeCopied } = document.documentElement.dataset;
const ICON = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 9h11v11H9zM5 15H4V4h11v1"/></svg>';

const dress = (code) => {
  if (code.querySelector(".copy-code") || !code.closest(".body")) return;
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "icon-button copy-code",
    title: copyCode,
    innerHTML: ICON,
  });
  button.setAttribute("aria-label", copyCode);
  code.append(button);
};
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(".code")) dress(node);
      else node.querySelectorAll(".code").forEach(dress);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy-code");
  if (!button) return;
  await copy(button.previousElementSibling.textContent);
  say(codeCopied);
});
