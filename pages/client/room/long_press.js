// Tells a long press on a touch screen from a tap and from scrolling.
const HOLD_MS = 450,
  SLOP_PX = 10, // a finger never keeps quite still: only a larger movement ends the press
  MARGIN_PX = 8,
  FIRST_LINES_PX = 320;
const SHORT = "button:not(.quote, .reactions button), a:not(.files a), input, audio, video"; // these do something else
const isTouched = matchMedia("(hover: none)");

/** How far a held message must move up, as CSS `top`, so that the sheet of its actions does not cover it. */
export const liftOf = (row) => {
  const { top, bottom } = row.getBoundingClientRect(),
    sheet = row.querySelector(".actions")?.getBoundingClientRect().top ?? bottom;
  const first = Math.min(bottom, top + FIRST_LINES_PX); // of a long one, its beginning
  return `${Math.min(0, Math.max(MARGIN_PX - top, sheet - MARGIN_PX - first))}px`;
};

export class LongPress {
  #timer = 0;
  #from = { clientX: 0, clientY: 0 };
  #isDone = false;

  /** @param {(element: Element) => void} onPress what a long press on this element does */
  constructor(onPress) {
    this.onPress = onPress;
  }

  start({ target, touches: [touch] }) {
    this.#isDone = false;
    this.#from = touch;
    if (target.closest(SHORT)) return;
    this.#timer = setTimeout(() => {
      this.#isDone = true;
      this.onPress(target);
      navigator.vibrate?.(10);
    }, HOLD_MS);
  }

  move({ touches: [{ clientX, clientY }] }) {
    if (Math.hypot(clientX - this.#from.clientX, clientY - this.#from.clientY) > SLOP_PX) clearTimeout(this.#timer);
  }

  /** Lifting the finger after a long press must not tap what has appeared under it. */
  end(event) {
    clearTimeout(this.#timer);
    if (this.#isDone) event.preventDefault();
  }

  /** The browser's own menu would cover ours; a link or a picture outside of files keeps it. */
  menu(event) {
    if (!this.#isDone && !isTouched.matches) return;
    if (!event.target.closest("a:not(.files a), img:not(.files img)")) event.preventDefault();
  }
}
