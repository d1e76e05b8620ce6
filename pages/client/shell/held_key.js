// Enter and Space act where they were pressed. A menu or dialog that opens meanwhile takes the focus: without this, the
// same press would choose its first item, since menu items act when the key is released and buttons also on repetition.
const ACTING = ["Enter", " "];
/** @type {Map<string, EventTarget | null>} */
const pressedOn = new Map();
const swallow = (/** @type {KeyboardEvent} */ event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

addEventListener(
  "keydown",
  (event) => {
    if (!ACTING.includes(event.key)) return;
    if (!event.repeat) pressedOn.set(event.key, event.target);
    else if (pressedOn.get(event.key) !== event.target) swallow(event);
  },
  true,
);
addEventListener(
  "keyup",
  (event) => {
    if (!ACTING.includes(event.key)) return;
    if (pressedOn.get(event.key) !== event.target) swallow(event);
    pressedOn.delete(event.key);
  },
  true,
);
