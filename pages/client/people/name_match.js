// How well typed text fits the names of a person: the rule of messenger/people/name_match.py, for lists that the
// browser filters itself. tests/client/test_names.py compares the two.
const QUERY_LIMIT = 80,
  RU = "йцукенгшщзхъфывапролджэячсмитьбюё",
  EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
  WITH_SHIFT = { "{": "х", "}": "ъ", ":": "ж", '"': "э", "<": "б", ">": "ю", "~": "ё" };
/** From best to worst. */
const [WHOLE, START, WORD, OTHER_LAYOUT, PART] = [0, 1, 2, 3, 4];
const CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў",
  SOUNDS = "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sh - i - e iu ia i i e g u",
  LATIN = SOUNDS.replace(/-/g, "").split(" ");
/** @type {[RegExp, string][]} what Latin letters sound like */
const SPELLINGS = [
  [/tch/g, "ch"],
  [/shch?|sch/g, "sh"],
  [/kh/g, "h"],
  [/[yj][eo]/g, "e"],
  [/[yj]/g, "i"],
  [/ph/g, "f"],
  [/x/g, "ks"],
  [/ck|c(?!h)|q/g, "k"],
  [/w/g, "v"],
  [/nder/g, "ndr"],
  [/([a-z])\1/g, "$1"],
];
const BARE = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th", ħ: "h", ς: "σ" };

/** What the same keys type in the other of the layouts English and Russian, in small letters. */
const inOtherLayout = (text) =>
  [...text.toLowerCase()]
    .map((char) => WITH_SHIFT[char] ?? EN[RU.indexOf(char)] ?? RU[EN.indexOf(char)] ?? char)
    .join("");
/** How a folded text sounds, in Latin letters. */
const soundOf = (text) =>
  SPELLINGS.reduce(
    (spelled, [spelling, sound]) => spelled.replace(spelling, sound),
    [...text].map((char) => LATIN[CYRILLIC.indexOf(char)] ?? char).join(""),
  );
/** Without case, accents and signs, and with a space before each word. */
const fold = (text) =>
  text
    .normalize("NFC")
    .replace(/['`´‘’‛′ʹʻʼ＇]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđßæœıðþħς]/g, (letter) => BARE[letter])
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^(?=.)| /g, " ");

const wordsOf = (text) => ({ text, words: text.split(" ").slice(1) });
/** Whether a word is typed without the spaces, dots or hyphens of a name, from the start of any of its words. */
const runsOn = (word, name) => {
  const { words } = wordsOf(name);
  return words.some((_, start) => words.slice(start).join("").startsWith(word));
};
const rankOf = ({ text, words }, name) => {
  if (!words.length || words.length > name.split(" ").length - 1) return null;
  if (name.startsWith(text)) return name === text ? WHOLE : START;
  if (words.every((word) => name.includes(` ${word}`))) return WORD;
  if (words.length === 1 && runsOn(words[0], name)) return WORD;
  return name.includes(text.slice(1)) ? PART : null;
};
const isClear = (rank) => rank !== null && rank <= WORD; // parts of words sound alike by chance

/** Prepare a name for a pattern. */
const formsOf = (name) => {
  const asWritten = fold(name);
  return { name, asWritten, sound: soundOf(asWritten) };
};

/** A typed text, ready to be compared with names: `rank` them as `formsOf` prepared them; null if none fits. */
const patternOf = (typed) => {
  const text = [...typed].slice(0, QUERY_LIMIT).join("").trim(),
    plain = fold(text),
    swapped = fold(inOtherLayout(text)),
    isEmpty = !text.replace(/^[@ ]+/, ""),
    signs = isEmpty || plain ? "" : text,
    rare = plain.replace(/ch/g, "ч").replace(/j/g, "zh").replace(/c/g, "ts"),
    sounds = [plain, rare].map((spelled) => wordsOf(soundOf(spelled)));
  const [written, other, otherSound] = [plain, swapped, soundOf(swapped)].map(wordsOf);
  const ranksOf = ({ asWritten, sound }) => [
    rankOf(written, asWritten),
    isClear(rankOf(other, asWritten)) || isClear(rankOf(otherSound, sound)) ? OTHER_LAYOUT : null,
    ...sounds.map((spelled) => rankOf(spelled, sound)).filter(isClear),
  ];
  /** @returns {number | null} */
  const rank = (names) => {
    if (signs) return names.some(({ name }) => name.includes(signs)) ? PART : null;
    const ranks = names.flatMap(ranksOf).filter((rank) => rank !== null);
    return ranks.length ? Math.min(...ranks) : null;
  };
  return { isEmpty, rank };
};

/** Those of [[item, forms of its names]] that fit what is typed, best first; all if nothing is typed. */
const fitting = (typed, named) => {
  const pattern = patternOf(typed),
    ranked = named.map(([item, names]) => ({ item, rank: pattern.isEmpty ? WHOLE : pattern.rank(names) }));
  return ranked
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
};

export const nameMatch = { fitting, formsOf, inOtherLayout, patternOf, soundOf };
