// Lets a Python test ask which characters cannot be sent alone.
import { isVisible } from "/client/composer/sent_text.js";

const LAST = 0x10ffff;

/** The codes of all assigned characters that nobody sees. */
export const invisible = () => {
  const codes = [];
  for (let code = 0; code <= LAST; code++) {
    const char = String.fromCodePoint(code);
    if (!isVisible(char) && !/[\p{Cn}\p{Cs}\p{Co}]/u.test(char)) codes.push(code);
  }
  return codes;
};
