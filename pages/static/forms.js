// A form sent while the server is unreachable ends on the browser's own error page, and what was typed is lost.
// So check first whether the server answers, and keep the form on the page if it does not.
(() => {
  const ANSWER_MS = 15000,
    TOO_MANY = 429;
  const sending = new WeakSet(),
    reached = new WeakSet();

  const isReached = async () => {
    const options = { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) };
    const answer = await fetch("/healthz", options).catch(() => null);
    return Boolean(answer?.ok || answer?.status === TOO_MANY);
  };
  const complain = (form) => {
    const note = form.previousElementSibling?.matches(".unreached")
      ? form.previousElementSibling
      : Object.assign(document.createElement("p"), { className: "error boxed unreached", role: "alert" });
    form.before(note);
    note.textContent = document.documentElement.dataset.unreached;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target,
      { submitter } = event;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.matches('[action="/logout"]')) return;
    if (reached.delete(form)) return;
    event.preventDefault();
    if (sending.has(form)) return;
    sending.add(form);
    if (await isReached()) {
      reached.add(form);
      form.requestSubmit(submitter);
    } else complain(form);
    sending.delete(form);
  });
})();
