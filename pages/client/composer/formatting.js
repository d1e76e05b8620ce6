// Text formatting: buttons, shortcuts, lists that continue, and addresses pasted over words.
// Everything is typed into the field, so that the browser can undo it.
import { phone } from "../media.js";
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
const wrap = (field, mark) => {
  const { value } = field,
    size = mark.length;
  let { selectionStart: from, selectionEnd: to } = field;
  while (from < to && /\s/.test(value[from])) from++;
  while (to > from && /\s/.test(value[to - 1])) to--;
  const chosen = value.slice(from, to);
  if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark)
    put(field, from - size, to + size, chosen, 0, chosen.length);
  else if (chosen.length > 2 * size && chosen.startsWith(mark) && chosen.endsWith(mark))
    put(field, from, to, chosen.slice(size, -size), 0, chosen.length - 2 * size);
  else put(field, from, to, mark + chosen + mark, size, size + chosen.length);
};
const wrapBlock = (field) => {
  const { value, selectionStart: from, selectionEnd: to } = field,
    chosen = value.slice(from, to);
  const before = from && value[from - 1] !== "\n" ? "\n```\n" : "```\n",
    after = to < value.length && value[to] !== "\n" ? "\n```\n" : "\n```";
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
  if (ADDRESS.test(chosen)) return put(field, from, to, `[](${chosen})`, 1, 1);
  const target = /[()]/.test(address) ? `<${address}>` : address,
    text = `[${chosen}](${target})`;
  if (!chosen) put(field, from, to, text, 1, 1);
  else if (address === "https://") put(field, from, to, text, chosen.length + 3, text.length - 1);
  else put(field, from, to, text, text.length, text.length);
};
const format = (field, kind) => {
  const isLong = kind === "code" && field.value.slice(field.selectionStart, field.selectionEnd).includes("\n");
  if (kind === "code_block" || isLong) wrapBlock(field);
  else if (kind === "quote") begin(field, "> ");
  else if (kind === "list") begin(field, "- ");
  else if (kind === "link") link(field);
  else wrap(field, MARKS[kind]);
};

const kindOf = (event) => {
  if (event.altKey || !(isMac ? event.metaKey : event.ctrlKey)) return null;
  const sign = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace(/^(Key|Digit)/, "");
  const pressed = (event.shiftKey ? "Shift+" : "") + sign;
  return Object.keys(KEYS).find((kind) => KEYS[kind] === pressed);
};
/** A new line in a list or a quote begins like the one before; an empty item ends it. */
const goOn = (event, field) => {
  const { value, selectionStart: caret } = field,
    from = value.lastIndexOf("\n", caret - 1) + 1,
    item = ITEM.exec(value.slice(from, caret));
  if (!item || caret !== field.selectionEnd) return;
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
    const all = [...button.parentElement.children],
      next = all.at((all.indexOf(button) + (event.key === "ArrowLeft" ? -1 : 1)) % all.length);
    all.forEach((one) => {
      one.tabIndex = one === next ? 0 : -1;
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
  title: (kind, name) => `${name} (${hint(kind)})`,
  /** Whether the bar is shown: as the person left it; at first, only where there is room for it. */
  get open() {
    let kept = null;
    try {
      kept = localStorage.getItem("formatting");
    } catch {
      /* not kept */
    }
    return kept ? kept === "open" : !phone.matches;
  },
  set open(open) {
    try {
      localStorage.setItem("formatting", open ? "open" : "closed");
    } catch {
      /* not kept */
    }
  },
};
