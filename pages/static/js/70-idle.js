// Whether somebody is at this window: the server hears of it after five minutes without a touch, and at the next one.
window.messenger.idle = (() => {
  const { insist, on } = window.messenger;
  const REST_MS = 5 * 60 * 1000,
    LOOK_MS = 15000;
  const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
  let touched = Date.now(),
    resting = false,
    saying = false;

  /** One at a time; what has changed meanwhile is said after it. */
  const say = async () => {
    if (saying) return;
    saying = true;
    let said;
    do {
      said = resting;
      await insist("idle", { idle: said }).catch(() => {
        /* said again with the next connection */
      });
    } while (said !== resting);
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

  return {
    get resting() {
      return resting;
    },
  };
})();
