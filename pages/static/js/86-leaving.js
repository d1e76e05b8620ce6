// Logging out asks what is to become of text and files that were not sent and are on this browser.
(() => {
  const { counted, drafts, outbox, sayNext, uploads } = window.messenger;
  const WAIT_MS = 1500, // a storage that does not answer holds up nobody
    SERVER_WAIT_MS = 3000;
  const soon = (promise, otherwise) =>
    Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(otherwise), WAIT_MS))]).catch(
      () => otherwise,
    );
  const make = (tag, facts = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), facts);
    made.append(...inside);
    return made;
  };

  /** What was not sent: [how many, the words for it]. */
  const unsent = async (texts) =>
    [
      [drafts.count(), texts.drafts],
      [outbox.count(), texts.messages],
      [await soon(uploads.count(), 0), texts.files],
    ].filter(([number]) => number);
  const wipe = async (texts) => {
    const forgotten = drafts.wipe(SERVER_WAIT_MS);
    outbox.wipe();
    await soon(uploads.wipe());
    if (!(await forgotten)) sayNext(texts.left);
  };

  /** Resolves with "keep" or "wipe"; anything else is staying. */
  const choose = (texts, found) =>
    new Promise((resolve) => {
      const isKept = [drafts, outbox, uploads].every((store) => store.isKept());
      const dialog = make("dialog", { className: "dialog leaving", ariaLabel: texts.title });
      const button = (value, className) =>
        make("button", { type: "button", className, textContent: texts[value], onclick: () => dialog.close(value) });
      dialog.append(
        make("h2", { textContent: texts.title }),
        make("p", { className: "soft", textContent: isKept ? texts.hint : texts.lost }),
        make("ul", {}, ...found.map(([number, forms]) => make("li", { textContent: counted(forms, number) }))),
        make(
          "div",
          { className: "dialog-foot" },
          button("cancel", "button quiet"),
          button("wipe", "button danger"),
          ...(isKept ? [button("keep", "button")] : []),
        ),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        window.messenger.refocus();
        resolve(dialog.returnValue);
      });
      document.body.append(dialog);
      dialog.showModal();
    });

  let isAsking = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/logout") return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    try {
      const texts = JSON.parse(document.documentElement.dataset.leaving),
        found = await unsent(texts),
        answer = found.length ? await choose(texts, found) : "keep";
      if (answer === "wipe") await wipe(texts);
      if (answer === "wipe" || answer === "keep") form.submit();
    } catch (error) {
      console.error(error); // whatever cannot be asked keeps nobody from logging out
      form.submit();
    } finally {
      isAsking = false;
    }
  });
})();
