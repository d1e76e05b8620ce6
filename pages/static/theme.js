// Runs before the first paint: the theme chosen on this device, if any.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  /* storage may be blocked; then the page follows the system's theme */
}
