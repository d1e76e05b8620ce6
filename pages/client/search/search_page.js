// The search page: examples and suggestions fill the field, and the address follows what is typed in it.
const FIELD = "input.search[name=q]";
/** @returns {HTMLInputElement | null} */
const fieldOf = (event) => event.target.closest?.(FIELD);
const caretToEnd = (field) => field.setSelectionRange(field.value.length, field.value.length);

/** A suggestion replaces the whole query; an example adds the part of it that is the same for everybody. */
document.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  /** @type {HTMLElement | null} */
  const button = target.closest?.("[data-put], [data-fill]");
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector(FIELD);
  if (!button || !field) return;
  field.value = button.dataset.fill ?? `${field.value.trim()} ${button.dataset.put}`.trimStart();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("focusin", (event) => {
  const field = fieldOf(event);
  if (field) caretToEnd(field);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !fieldOf(event)) return;
  /** @type {HTMLElement | null} */
  const first = document.querySelector("[data-fill]");
  if (!first) return;
  event.preventDefault();
  first.focus();
});

/** A reload and Back show the query again. */
document.addEventListener("input", (event) => {
  const field = fieldOf(event);
  if (field) history.replaceState(null, "", `/search?q=${encodeURIComponent(field.value)}`);
});
