// How well typed text fits a name: letters left out, another keyboard layout, another alphabet, words in any order.
import { nameMatch } from "../people/name_match.js";

const WHOLE = 100,
  WORD = 80,
  PART = 60,
  LETTERS = 40;
const BARE = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th", ħ: "h" };

/** Remove differences of case, Unicode form, marks, apostrophes and dashes: ё is е, á is a, ’ is ', – is -. */
const fold = (text) =>
  text
    .toLowerCase()
    .replace(/[`´‘’‛′ʹʻʼ＇]/g, "'")
    .replace(/[‐‑‒–—―−﹣－]/g, "-")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđßæœıðþħ]/g, (letter) => BARE[letter]);

const begins = (name, at) => !/[\p{L}\p{N}]$/u.test(name.slice(0, at));
/** The position where a word of the name begins with `sought`; -1 if none does. */
const wordAt = (name, sought) => {
  let at = name.indexOf(sought);
  while (at >= 0 && !begins(name, at)) at = name.indexOf(sought, at + 1);
  return at;
};
/** Match letters in order, the first at the start of a word. Skipped letters cost, skipped words do not. */
const inOrder = (name, sought) => {
  let from = 0,
    gaps = 0;
  for (const [index, char] of [...sought].entries()) {
    let next = name.indexOf(char, from);
    while (index === 0 && next > 0 && !begins(name, next)) next = name.indexOf(char, next + 1);
    if (next < 0) return 0;
    gaps += begins(name, next) ? 0 : next - from;
    from = next + char.length;
  }
  return gaps <= 2 * sought.length ? LETTERS - gaps : 0;
};
const scoreOf = (name, sought) => {
  if (!sought) return 0; // it consisted of marks only
  const at = name.indexOf(sought);
  if (at === 0) return WHOLE - name.length / 100;
  const word = wordAt(name, sought);
  if (word > 0) return WORD - word / 100;
  return at > 0 ? PART - at / 100 : Math.max(0, inOrder(name, sought));
};
/** Match the text as it is, or else each of its words anywhere. */
const fit = (name, sought) => {
  const words = sought.split(/\s+/).filter(Boolean),
    whole = scoreOf(name, sought);
  return whole || words.length < 2 ? whole : Math.max(0, Math.min(...words.map((word) => scoreOf(name, word))) - 10);
};

/** How well a text, exactly as it is typed, fits a prepared name. */
const fitAsTyped = (name, typed) => {
  const sought = fold(typed).trim();
  if (!sought) return 1;
  const other = fold(nameMatch.inOtherLayout(typed)).trim();
  const sound = nameMatch.soundOf(sought);
  return Math.max(fit(name.folded, sought), fit(name.folded, other) - 5, fit(name.latin, sound) - 8);
};

export const fuzzyMatch = {
  /** Prepare a name for `score`. */
  ready(name) {
    const folded = fold(name);
    return { folded, latin: nameMatch.soundOf(folded) };
  },
  /**
   * How well the typed text fits a prepared name: 0 if not at all, 1 if nothing is typed. Signs that people put around
   * a name are optional: `#general`, `@anna`, “Anna”.
   */
  score(name, typed) {
    const text = typed.trim(),
      bare = text.replace(/^[#@"“”„«']+|["“”»']+$/gu, "");
    const whole = fitAsTyped(name, text);
    return bare && bare !== text ? Math.max(whole, fitAsTyped(name, bare) - 1) : whole;
  },
};
