// Which kind of screen this is. Stylesheets repeat the width, because media queries have no variables; a test compares.
export const PHONE_MAX_PX = 767;

/** `matches` while the window is as narrow as a phone. */
export const phone = matchMedia(`(max-width: ${PHONE_MAX_PX}px)`);

/** `matches` if the main pointer is a finger: there the focus in a field opens the keyboard. */
export const touch = matchMedia("(pointer: coarse)");
