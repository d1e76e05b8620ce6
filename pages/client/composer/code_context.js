// Whether a place in a text being typed is inside code, as the server reads it: see messenger/markup/typed_lines.py.
const FENCE = /^\s*(?:>\s*|[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})[^`]*$/,
  AFTER_WORDS = /(?:[:：]|\s)(`{3,})[\w+#.-]*\s*$/,
  AFTER_CODE = /(`{3,})\s*$/;

/** The fence that is still open at the end of a text, or null. */
const openFence = (before) => {
  let fence = null;
  for (const line of before.split("\n")) {
    const [, mark] = FENCE.exec(line) ?? (fence ? AFTER_CODE : AFTER_WORDS).exec(line) ?? [];
    if (!fence) fence = mark ?? null;
    else if (mark?.startsWith(fence)) fence = null;
  }
  return fence;
};
/** Whether backticks in the last paragraph of a text have opened code that they have not closed. */
const hasOpenBackticks = (before) => {
  const paragraph = before.slice(before.lastIndexOf("\n\n") + 1);
  let open = null;
  for (const { 0: run, index } of paragraph.matchAll(/`+/g)) {
    const isApostrophe = /\p{L}/u.test(paragraph[index - 1] ?? "") && /\p{L}/u.test(paragraph[index + 1] ?? "");
    if (open === null) open = isApostrophe ? null : run.length;
    else if (open === run.length) open = null;
  }
  return open !== null;
};

export const codeContext = {
  /** Whether Enter at the end of this text is a line break: a block of code is open. */
  isInBlock: (before) => openFence(before) !== null,
  /** Whether what follows this text is code. */
  isCode: (before) => openFence(before) !== null || hasOpenBackticks(before),
};
