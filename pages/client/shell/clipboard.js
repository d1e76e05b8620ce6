// Copies text, also over plain http.

/** Copy a text. Over plain http the browser has no clipboard API, so use the old command. */
export const copy = (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text });
  const before = /** @type {HTMLElement} */ (document.activeElement);
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus();
};
