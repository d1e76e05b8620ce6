// The sidebar on a narrow screen: a drawer that its button opens, and a link, Escape or the page beside it closes.
document.addEventListener("click", (/** @type {any} */ event) => {
  if (event.target.closest("#open-menu")) document.body.classList.toggle("menu-open");
  else if (event.target.closest(".side a, .scrim")) document.body.classList.remove("menu-open");
});
document.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.key === "Escape") document.body.classList.remove("menu-open");
});
