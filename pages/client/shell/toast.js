// Short messages at the edge of the page, also from one page to the next.
import { thisWindow } from "../storage.js";

const TOAST_MS = 8000,
  FADE_MS = 200, // as long as --calm, at least
  SPOKEN_MS = 50;

/** Show a short message in place of the previous one. Errors use the `role` "alert". */
export const say = (text, role = "status") => {
  document.querySelectorAll(".toast").forEach((old) => old.remove());
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.setAttribute("role", role);
  document.body.append(toast);
  setTimeout(() => (toast.textContent = text), SPOKEN_MS); // screen readers skip text added with its element
  setTimeout(() => toast.classList.add("leaving"), TOAST_MS - FADE_MS);
  setTimeout(() => toast.remove(), TOAST_MS);
};

/** Show a message on the next page. */
export const sayNext = (text) => {
  thisWindow.write("toast", text);
};

const sayWhatWasLeft = () => {
  const text = thisWindow.read("toast");
  thisWindow.remove("toast");
  if (text) say(text);
};
document.addEventListener("DOMContentLoaded", sayWhatWasLeft);
