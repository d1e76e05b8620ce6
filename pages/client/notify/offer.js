// The offer in the sidebar to turn on notifications, until it is answered: browsers only ask after a click.
import { on } from "../events.js";
import { text } from "../i18n.js";
import { alerts } from "./alerts.js";
import { say } from "../shell/toast.js";
import { device } from "../storage.js";

const name = (person) => `offered:${person}`;
/** Where the browser would not store the answer, nobody is asked. */
const isAnswered = (person) => device.read(name(person), "refused") !== null;
const button = (className, label, act) => {
  const element = Object.assign(document.createElement("button"), { className, type: "button", textContent: label });
  element.addEventListener("click", act);
  return element;
};

on("person", (person) => {
  const logOut = document.querySelector(".side .log-out");
  if (!logOut || document.querySelector(".offer") || isAnswered(person)) return;
  if (!isSecureContext || !("Notification" in window) || Notification.permission !== "default") return;
  const box = Object.assign(document.createElement("section"), { className: "offer" });
  box.setAttribute("aria-label", text("offer_yes"));
  const answered = () => {
    box.remove();
    device.write(name(person), "yes");
  };
  const accept = async () => {
    const permission = await alerts.permission();
    answered();
    say(permission === "granted" ? text("offer_done") : text("offer_denied"));
  };
  const answers = document.createElement("div");
  answers.append(
    button("button small", text("offer_yes"), accept),
    button("button quiet small", text("offer_no"), answered),
  );
  box.append(Object.assign(document.createElement("p"), { textContent: text("offer") }), answers);
  logOut.before(box);
});
