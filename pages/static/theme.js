// Runs before the first paint: the theme chosen on this device, if any.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  /* storage may be forbidden; the system's theme is followed then */
}
