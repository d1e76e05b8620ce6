// The offer in the sidebar to turn on notifications, until it is answered: browsers only ask after a click.
import { on } from "../events.js";
import { alerts } from "./alerts.js";
import { say } from "../shell/toast.js";
import { device } from "../storage.js";

const name = (person) => `offered:${person}`;
/** Where the browser would not store the answer, nobody is asked. */
const isAnswered = (person) => device.read(name(person), "refused") !== null;
const button = (className, text, act) => {
  const made = Object.assign(document.createElement("button"), { className, type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
};

on("person", (person) => {
  const leave = document.querySelector(".side .leave");
  if (!leave || document.querySelector(".offer") || isAnswered(person)) return;
  if (!isSecureContext || !("Notification" in window) || Notification.permission !== "default") return;
  const { offer, offerYes, offerNo, offerDone, offerDenied } = document.documentElement.dataset;
  const box = Object.assign(document.createElement("section"), { className: "offer" });
  box.setAttribute("aria-label", offerYes);
  const answered = () => {
    box.remove();
    device.write(name(person), "yes");
  };
  const accept = async () => {
    const permission = await alerts.permission();
    answered();
    say(permission === "granted" ? offerDone : offerDenied);
  };
  const answers = document.createElement("div");
  answers.append(button("button small", offerYes, accept), button("button quiet small", offerNo, answered));
  box.append(Object.assign(document.createElement("p"), { textContent: offer }), answers);
  leave.before(box);
});
