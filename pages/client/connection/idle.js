// Tells the server when this window has had no input for five minutes, and when there is input again.
import { insist } from "./insist.js";
import { on } from "../events.js";

const REST_MS = 5 * 60 * 1000,
  LOOK_MS = 15000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
let touched = Date.now(),
  resting = false,
  saying = false;

/** Send one state at a time; if it has changed meanwhile, send the new one after it. */
const say = async () => {
  if (saying) return;
  saying = true;
  let sent;
  do {
    sent = resting;
    await insist("idle", { idle: sent }).catch(() => {
      /* sent again with the next connection */
    });
  } while (sent !== resting);
  saying = false;
};
const turn = (next) => {
  if (next === resting) return;
  resting = next;
  say();
};
const touch = () => {
  touched = Date.now();
  turn(false);
};
for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true });
setInterval(() => turn(Date.now() - touched >= REST_MS), LOOK_MS);
on("connect", () => {
  if (resting) say();
});

export const idle = {
  get resting() {
    return resting;
  },
};
