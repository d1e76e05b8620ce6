// Short messages at the edge of the page, also from one page to the next.
import { thisWindow } from "../storage.js";

const SHORTEST_MS = 4000,
  LONGEST_MS = 8000,
  READING_MS = 80, // for each character
  FADE_MS = 200, // as long as --calm, at least
  SPOKEN_MS = 50;

/** Show a short message in place of the previous one, long enough to read it. Errors use the `role` "alert". */
export const say = (text, role = "status") => {
  const shownMs = role === "alert" ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, text.length * READING_MS));
  document.querySelectorAll(".toast").forEach((old) => old.remove());
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.setAttribute("role", role);
  document.body.append(toast);
  setTimeout(() => (toast.textContent = text), SPOKEN_MS); // screen readers skip text added with its element
  setTimeout(() => toast.classList.add("fading"), shownMs - FADE_MS);
  setTimeout(() => toast.remove(), shownMs);
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
