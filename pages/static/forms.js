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
