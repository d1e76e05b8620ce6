// Text formatting: buttons, shortcuts, lists that continue, and addresses pasted over words.
// Everything is typed into the field, so that the browser can undo it.
import { phone } from "../media.js";
import { shortcutLetter } from "../shortcut_letter.js";
import { device } from "../storage.js";
import { codeContext } from "./code_context.js";
import { completion } from "./completion.js";

const { type } = completion;
const MARKS = { bold: "**", italic: "_", strike: "~~", code: "`" };
const KEYS = {
  bold: "B",
  italic: "I",
  strike: "Shift+X",
  link: "Shift+U",
  code: "E",
  code_block: "Shift+E",
  quote: "Shift+9",
  list: "Shift+8",
};
const ADDRESS = /^https?:\/\/\S+$/i;
const ITEM = /^(\s*)(?:([-*>])|(\d{1,8})([.)]))( +)(\[[ xX]\] +)?/;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const hint = (kind) => (isMac ? "⌘" : "Ctrl+") + KEYS[kind].replace("Shift+", isMac ? "⇧" : "Shift+");

/** Replace a part of the field, and select the new text from `first` to `last`. */
const put = (field, from, to, text, first, last) => {
  type(field, from, to, text);
  field.setSelectionRange(from + first, from + last);
};
/** The longest run of backticks in a text. */
const longestRun = (text) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** A line without the signs of a list or quote before it and the spaces around it, as [before, text, after]. */
const partsOf = (line) => {
  const before = ITEM.exec(line)?.[0] ?? /^\s*/.exec(line)[0],
    text = line.slice(before.length).trimEnd();
  return [before, text, line.slice(before.length + text.length)];
};
const isWrapped = (text, mark) => text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark);
/** Put a mark around the text of each line, or remove it if all have it: no emphasis goes beyond a paragraph. */
const wrapLines = (chosen, mark) => {
  const lines = chosen.split("\n").map(partsOf),
    isOn = lines.every(([, text]) => !text || isWrapped(text, mark));
  const toggle = (text) => (isOn ? text.slice(mark.length, -mark.length) : mark + text + mark);
  return lines.map(([before, text, after]) => before + (text && toggle(text)) + after).join("\n");
};
/** The selection without the spaces around it, as [from, to]. */
const trimmedSelection = ({ value, selectionStart: from, selectionEnd: to }) => {
  while (from < to && /\s/.test(value[from])) from++;
  while (to > from && /\s/.test(value[to - 1])) to--;
  return [from, to];
};
const wrap = (field, mark) => {
  const { value } = field,
    size = mark.length,
    [from, to] = trimmedSelection(field),
    chosen = value.slice(from, to);
  if (chosen.includes("\n")) {
    const text = wrapLines(chosen, mark);
    put(field, from, to, text, 0, text.length);
  } else if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark)
    put(field, from - size, to + size, chosen, 0, chosen.length);
  else if (isWrapped(chosen, mark)) put(field, from, to, chosen.slice(size, -size), 0, chosen.length - 2 * size);
  else put(field, from, to, mark + chosen + mark, size, size + chosen.length);
};
const isLetter = (char) => /[\p{L}\p{N}\p{M}]/u.test(char ?? "");
/**
 * An underscore means nothing inside a word, and a star there may be a product. So a part of a word becomes italic with
 * its beginning, which is the only place where a star is plain: `*over*looked`.
 */
const wrapItalic = (field) => {
  const { value } = field;
  let [from, to] = trimmedSelection(field);
  const isOff = /[*_]/.test(value[from - 1] ?? "") && value[from - 1] === value[to];
  if (isOff) return wrap(field, value[to]);
  if (from < to && isLetter(value[from]) && isLetter(value[from - 1])) {
    while (isLetter(value[from - 1])) from--;
    field.setSelectionRange(from, to);
  }
  wrap(field, from < to && isLetter(value[to]) && isLetter(value[to - 1]) ? "*" : "_");
};
/** Code with backticks in it gets longer ones around it, with a space where the two would meet. */
const wrapCode = (field) => {
  const [from, to] = trimmedSelection(field),
    chosen = field.value.slice(from, to),
    run = /^(`+)(?!`)/.exec(chosen)?.[1] ?? "";
  if (run && isWrapped(chosen, run) && longestRun(chosen.slice(run.length, -run.length)) !== run.length) {
    const inner = chosen.slice(run.length, -run.length).replace(/^ (`.*|.*`) $/s, "$1");
    return put(field, from, to, inner, 0, inner.length);
  }
  if (!chosen.includes("`")) return wrap(field, "`");
  const mark = "`".repeat(longestRun(chosen) + 1),
    [before, after] = [chosen.startsWith("`") ? " " : "", chosen.endsWith("`") ? " " : ""],
    text = mark + before + chosen + after + mark;
  put(field, from, to, text, 0, text.length);
};
const wrapBlock = (field) => {
  const { value, selectionStart: from, selectionEnd: to } = field,
    chosen = value.slice(from, to),
    opening = /(?:^|\n)(`{3,})\S*\n$/.exec(value.slice(0, from)),
    closing = /^\n(`{3,})(?:\n|$)/.exec(value.slice(to));
  if (opening && closing?.[1] === opening[1]) {
    const start = opening.index + Number(opening[0].startsWith("\n"));
    return put(field, start, to + 1 + closing[1].length, chosen, 0, chosen.length);
  }
  const fence = "`".repeat(Math.max(3, longestRun(chosen) + 1)),
    before = (from && value[from - 1] !== "\n" ? "\n" : "") + `${fence}\n`,
    after = `\n${fence}` + (to < value.length && value[to] !== "\n" ? "\n" : "");
  put(field, from, to, before + chosen + after, before.length, before.length + chosen.length);
};
/** Put a mark before each selected line, or remove it if all of them have it. */
const begin = (field, mark) => {
  const { value } = field,
    from = value.lastIndexOf("\n", field.selectionStart - 1) + 1,
    end = value.indexOf("\n", field.selectionEnd);
  const to = end < 0 ? value.length : end,
    lines = value.slice(from, to).split("\n"),
    all = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (all ? line.slice(mark.length) : mark + line)).join("\n");
  put(field, from, to, text, lines.length > 1 ? 0 : text.length, text.length);
};
const link = (field, address = "https://") => {
  const { value, selectionStart: from, selectionEnd: to } = field,
    chosen = value.slice(from, to);
  const [rest] = /^\]\([^\s)]*\)/.exec(value.slice(to)) ?? [];
  if (rest && value[from - 1] === "[") return put(field, from - 1, to + rest.length, chosen, 0, chosen.length); // again
  if (ADDRESS.test(chosen)) {
    const [opening] = /\[[^\]\n]*\]\($/.exec(value.slice(0, from)) ?? [];
    if (!opening || value[to] !== ")") return put(field, from, to, `[](${chosen})`, 1, 1);
    const text = opening.slice(1, -2);
    return put(field, from - opening.length, to + 1, text, 0, text.length);
  }
  const target = /[()]/.test(address) ? `<${address}>` : address,
    text = `[${chosen}](${target})`;
  if (!chosen) put(field, from, to, text, 1, 1);
  else if (address === "https://") put(field, from, to, text, chosen.length + 3, text.length - 1);
  else put(field, from, to, text, text.length, text.length);
};
const format = (field, kind) => {
  const isLong = kind === "code" && field.value.slice(field.selectionStart, field.selectionEnd).includes("\n");
  if (kind === "code_block" || isLong) wrapBlock(field);
  else if (kind === "code") wrapCode(field);
  else if (kind === "italic") wrapItalic(field);
  else if (kind === "quote") begin(field, "> ");
  else if (kind === "list") begin(field, "- ");
  else if (kind === "link") link(field);
  else wrap(field, MARKS[kind]);
};

const kindOf = (event) => {
  if (event.altKey || !(isMac ? event.metaKey : event.ctrlKey)) return null;
  const pressed = (event.shiftKey ? "Shift+" : "") + shortcutLetter(event);
  return Object.keys(KEYS).find((kind) => KEYS[kind] === pressed);
};
/** A new line in a list or a quote begins like the one before; an empty item ends it. */
const goOn = (event, field) => {
  const { value, selectionStart: caret } = field,
    from = value.lastIndexOf("\n", caret - 1) + 1,
    item = ITEM.exec(value.slice(from, caret));
  if (!item || codeContext.isInBlock(value.slice(0, caret)) || caret !== field.selectionEnd) return;
  event.preventDefault();
  const [whole, indent, sign, number, dot, space, task] = item;
  if (from + whole.length === caret) return type(field, from, caret, "");
  type(field, caret, caret, `\n${indent}${sign ?? Number(number) + 1 + dot}${space}${task ? "[ ] " : ""}`);
};
const isField = (element) => element.matches?.("textarea[data-formatted]");

document.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const button = event.target.closest?.(".formats button");
  if (button && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const buttons = [...button.parentElement.children],
      next = buttons.at((buttons.indexOf(button) + (event.key === "ArrowLeft" ? -1 : 1)) % buttons.length);
    buttons.forEach((element) => {
      element.tabIndex = element === next ? 0 : -1;
    });
    next.focus();
    event.preventDefault();
  }
  if (!isField(event.target)) return;
  const kind = kindOf(event);
  if (kind) {
    event.preventDefault();
    format(event.target, kind);
  } else if (event.key === "Enter") goOn(event, event.target);
});
document.addEventListener("paste", (/** @type {any} */ event) => {
  const field = event.target,
    pasted = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (event.defaultPrevented || !isField(field) || !ADDRESS.test(pasted)) return;
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (!chosen.trim() || /[\n[\]]/.test(chosen) || ADDRESS.test(chosen)) return;
  event.preventDefault();
  link(field, pasted);
});
document.addEventListener("mousedown", (/** @type {any} */ event) => {
  if (event.target.closest(".formats, .format-bar")) event.preventDefault();
});
document.addEventListener("click", (/** @type {any} */ event) => {
  const button = event.target.closest(".formats button");
  if (button) format(button.closest(".box").querySelector("textarea[data-formatted]"), button.dataset.format);
});

export const formatting = {
  /** Format what is selected in a field; the same again undoes it. */
  apply: format,
  kinds: ["bold", "italic", "strike", "link", "code", "code_block", "quote", "list"],
  title: (kind, name) => `${name} (${hint(kind)})`,
  /** Whether the bar is shown: as the person left it; at first, only where there is room for it. */
  get open() {
    const stored = device.read("formatting");
    return stored ? stored === "open" : !phone.matches;
  },
  set open(open) {
    device.write("formatting", open ? "open" : "closed");
  },
};
