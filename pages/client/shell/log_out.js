// Logging out asks what to do with unsent text and files on this browser.
import { setLoggingOut } from "../connection/connection.js";
import { on } from "../events.js";
import { ntext, text } from "../i18n.js";
import { drafts, outbox, uploads } from "../unsent.js";
import { refocus } from "./focus.js";
import { say, sayNext } from "./toast.js";

const WAIT_MS = 1500, // a storage that does not answer must not hold up anyone
  SERVER_WAIT_MS = 3000,
  ANSWER_MS = 15000;
const soon = (promise, otherwise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(otherwise), WAIT_MS))]).catch(
    () => otherwise,
  );
const make = (tag, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};

/** What was not sent: a sentence for each kind. */
const unsent = async () => {
  const [written, waiting, files] = [drafts.count(), outbox.count(), await soon(uploads.count(), 0)];
  return [
    written && ntext("unsent_drafts", written),
    waiting && ntext("unsent_messages", waiting),
    files && ntext("unsent_files", files),
  ].filter(Boolean);
};
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
const leave = async (how) => {
  setLoggingOut(true);
  const forgotten = how === "wipe" ? await drafts.deleteOnServer(SERVER_WAIT_MS) : true;
  if (!(await end())) {
    setLoggingOut(false);
    drafts.stay();
    return false;
  }
  if (how === "wipe") {
    drafts.wipe();
    outbox.wipe();
    await soon(uploads.wipe());
    if (!forgotten) sayNext(text("log_out_left"));
  }
  location.href = "/login";
  return true;
};

/** Ask what to do with what was not sent, until the person has logged out or stays. */
const choose = (sentences) =>
  new Promise((resolve) => {
    const isKept = [drafts, outbox, uploads].every((store) => store.isStored());
    const dialog = make("dialog", { className: "dialog log-out-dialog", ariaLabel: text("log_out_title") }),
      trouble = make("p", { className: "error boxed", role: "alert", hidden: true });
    const button = (label, className, onclick) =>
      make("button", { type: "button", className, textContent: label, onclick });
    const go = async (event) => {
      const buttons = [...dialog.querySelectorAll("button")];
      buttons.forEach((element) => (element.disabled = true));
      trouble.hidden = true;
      if (await leave(event.target.dataset.how)) return;
      buttons.forEach((element) => (element.disabled = false));
      trouble.hidden = false;
      trouble.textContent = text("log_out_unreached");
      event.target.focus();
    };
    const way = (how, label, className) => {
      const element = button(label, className, go);
      element.dataset.how = how;
      return element;
    };
    dialog.append(
      make("h2", { textContent: text("log_out_title") }),
      make("p", { className: "soft", textContent: isKept ? text("log_out_hint") : text("log_out_lost") }),
      make("ul", {}, ...sentences.map((sentence) => make("li", { textContent: sentence }))),
      trouble,
      make(
        "div",
        { className: "dialog-foot" },
        button(text("cancel"), "button quiet", () => dialog.close()),
        way("wipe", text("log_out_wipe"), "button danger"),
        ...(isKept ? [way("keep", text("log_out_keep"), "button")] : []),
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
const leaveAtOnce = async () => {
  if (!(await leave("keep"))) say(text("log_out_unreached"), "alert");
};

let isAsking = false;
document.addEventListener("submit", async (/** @type {any} */ event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/logout") return;
  event.preventDefault();
  if (isAsking) return;
  isAsking = true;
  try {
    const sentences = await unsent();
    await (sentences.length ? choose(sentences) : leaveAtOnce());
  } catch (error) {
    console.error(error); // an error here must not keep anyone from logging out
    await leaveAtOnce();
  } finally {
    isAsking = false;
  }
});
