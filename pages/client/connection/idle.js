// Tells the server when this window has had no input for five minutes, and when there is input again.
import { insist } from "./insist.js";
import { on } from "../events.js";

const IDLE_MS = 5 * 60 * 1000,
  CHECK_MS = 15000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
let touched = Date.now(),
  isIdle = false,
  isSending = false;

/** Send one state at a time; if it has changed meanwhile, send the new one after it. */
const send = async () => {
  if (isSending) return;
  isSending = true;
  let sent;
  do {
    sent = isIdle;
    await insist("idle", { idle: sent }).catch(() => {
      /* sent again with the next connection */
    });
  } while (sent !== isIdle);
  isSending = false;
};
const setIdle = (next) => {
  if (next === isIdle) return;
  isIdle = next;
  send();
};
const touch = () => {
  touched = Date.now();
  setIdle(false);
};
for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true });
setInterval(() => setIdle(Date.now() - touched >= IDLE_MS), CHECK_MS);
on("connect", () => {
  if (isIdle) send();
});

export const idle = {
  get isIdle() {
    return isIdle;
  },
};
