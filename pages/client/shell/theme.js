// The theme of this device; static/theme.js sets it again before the next page is painted.
import { device } from "../storage.js";

/** Set the theme: "light", "dark", or "system". */
export const setTheme = (theme) => {
  theme === "system" ? device.remove("theme") : device.write("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};
