// The theme of this device; static/theme.js sets it again before the next page is painted.

/** Set the theme: "light", "dark", or "system". */
export const setTheme = (theme) => {
  try {
    theme === "system" ? localStorage.removeItem("theme") : localStorage.setItem("theme", theme);
  } catch {
    /* not kept */
  }
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};
