// The theme of this device; static/theme.js sets it again before the next page is painted.
import { device } from "../storage.js";

/** Show which theme is chosen, in a group of buttons with one for each. */
export const showTheme = () => {
  const { theme = "system" } = document.documentElement.dataset;
  for (const button of document.querySelectorAll("[data-theme-choice]"))
    button.ariaPressed = String(/** @type {HTMLElement} */ (button).dataset.themeChoice === theme);
};

/** Set the theme: "light", "dark", or "system". */
export const setTheme = (theme) => {
  theme === "system" ? device.remove("theme") : device.write("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  showTheme();
};
