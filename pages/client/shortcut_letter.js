// Shortcuts work on every keyboard layout.

/** The key of a shortcut: the letter typed if it is Latin, otherwise what a Latin keyboard has there. */
export const shortcutLetter = ({ key, code }) =>
  (/^[a-z]$/i.test(key) ? key : code.replace(/^(Key|Digit)/, "")).toUpperCase();
