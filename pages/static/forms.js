// A form sent without a connection would end on the browser's own error page and lose what was typed. Keep the form and
// say why instead. This decides at once, so that a click on the button still starts the navigation.
const complain = (form) => {
  if (form.previousElementSibling?.matches(".unreached")) return;
  form.before(document.getElementById("unreached").content.cloneNode(true));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || event.defaultPrevented) return;
  if (form.getAttribute("method") !== "post" || form.matches('[action="/logout"]')) return;
  event.preventDefault();
  complain(form);
});

// a password can be shown while it is typed
for (const button of document.querySelectorAll(".reveal")) {
  const input = document.getElementById(button.getAttribute("aria-controls")),
    show = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = input.type === "password";
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? button.dataset.hide : show;
    button.ariaPressed = String(isShown);
    input.focus();
  });
}
// what the browser stores and offers again is a password only while its field is one
document.addEventListener("submit", ({ target }) => {
  for (const button of target.querySelectorAll(".reveal"))
    document.getElementById(button.getAttribute("aria-controls")).type = "password";
});
