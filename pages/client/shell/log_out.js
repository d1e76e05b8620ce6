// Logging out asks what to do with unsent text and files on this browser.
import { setEnding } from "../connection/connection.js";
import { drafts } from "../drafts/drafts.js";
import { on } from "../events.js";
import { counted } from "../i18n.js";
import { outbox } from "../outbox/outbox.js";
import { refocus } from "./focus.js";
import { say, sayNext } from "./toast.js";
import { uploads } from "../uploads/uploads.js";

const WAIT_MS = 1500, // a storage that does not answer must not hold up anyone
  SERVER_WAIT_MS = 3000,
  ANSWER_MS = 15000;
const soon = (promise, otherwise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(otherwise), WAIT_MS))]).catch(
    () => otherwise,
  );
const make = (tag, facts = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...inside);
  return made;
};

/** What was not sent, as [number, its plural forms]. */
const unsent = async (texts) =>
  [
    [drafts.count(), texts.drafts],
    [outbox.count(), texts.messages],
    [await soon(uploads.count(), 0), texts.files],
  ].filter(([number]) => number);
/** End the session; resolves with whether the server has ended it. */
const end = () =>
  new Promise((resolve) => {
    const stop = on("ended", () => resolve(true));
    fetch("/logout", { method: "POST", redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) })
      .then((answer) => resolve(answer.ok || answer.type === "opaqueredirect"))
      .catch(() => resolve(false))
      .finally(stop);
  });
/** Log out with "wipe" or "keep". Nothing is deleted here before the server has ended the session. */
const leave = async (texts, how) => {
  setEnding(true);
  const forgotten = how === "wipe" ? await drafts.forgetThere(SERVER_WAIT_MS) : true;
  if (!(await end())) {
    setEnding(false);
    drafts.stay();
    return false;
  }
  if (how === "wipe") {
    drafts.wipe();
    outbox.wipe();
    await soon(uploads.wipe());
    if (!forgotten) sayNext(texts.left);
  }
  location.href = "/login";
  return true;
};

/** Ask what to do with what was not sent, until the person has logged out or stays. */
const choose = (texts, found) =>
  new Promise((resolve) => {
    const isKept = [drafts, outbox, uploads].every((store) => store.isKept());
    const dialog = make("dialog", { className: "dialog leaving", ariaLabel: texts.title }),
      trouble = make("p", { className: "error boxed", role: "alert", hidden: true });
    const button = (value, className, onclick) =>
      make("button", { type: "button", className, textContent: texts[value], onclick });
    const go = async (event) => {
      const buttons = [...dialog.querySelectorAll("button")];
      buttons.forEach((one) => (one.disabled = true));
      trouble.hidden = true;
      if (await leave(texts, event.target.dataset.how)) return;
      buttons.forEach((one) => (one.disabled = false));
      trouble.hidden = false;
      trouble.textContent = texts.unreached;
      event.target.focus();
    };
    const way = (value, className) => {
      const made = button(value, className, go);
      made.dataset.how = value;
      return made;
    };
    dialog.append(
      make("h2", { textContent: texts.title }),
      make("p", { className: "soft", textContent: isKept ? texts.hint : texts.lost }),
      make("ul", {}, ...found.map(([number, forms]) => make("li", { textContent: counted(forms, number) }))),
      trouble,
      make(
        "div",
        { className: "dialog-foot" },
        button("cancel", "button quiet", () => dialog.close()),
        way("wipe", "button danger"),
        ...(isKept ? [way("keep", "button")] : []),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      refocus();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
const leaveAtOnce = async (texts) => {
  if (!(await leave(texts, "keep"))) say(texts.unreached, "alert");
};

let isAsking = false;
document.addEventListener("submit", async (/** @type {any} */ event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/logout") return;
  event.preventDefault();
  if (isAsking) return;
  isAsking = true;
  const texts = JSON.parse(document.documentElement.dataset.leaving);
  try {
    const found = await unsent(texts);
    await (found.length ? choose(texts, found) : leaveAtOnce(texts));
  } catch (error) {
    console.error(error); // an error here must not keep anyone from logging out
    await leaveAtOnce(texts);
  } finally {
    isAsking = false;
  }
});
