// A long paste becomes a text file; "As text" puts it into the field after all, and undoing that makes it a file again.
import { codeContext } from "./code_context.js";
import { completion } from "./completion.js";
import { sentText } from "./sent_text.js";

const LINES_MAX = 60;
const TYPE = "text/plain";
// a block of code with nothing in it yet: its beginning before the caret, its end after it
const OPENED = /(?:^|(?<=\n))(?:`{3,}|~{3,})[^`\n]*\n?$/,
  CLOSED = /^\n?(?:`{3,}|~{3,})[^\S\n]*(?=\n|$)/;

/** How much a text has: {chars, lines}, the characters as the server counts them in a message. */
const sizesOf = (text) => {
  const sent = sentText(text),
    pairs = sent.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g) ?? [];
  return { chars: sent.length - pairs.length, lines: sent.split("\n").length };
};

export const longPaste = {
  /**
   * The file that this paste into `field` becomes, as [file, {chars, lines}]; null if it is text of the message.
   * Lines of code may go into an open block of code, as many as a message can have.
   * @param {string} pasted
   * @param {HTMLTextAreaElement} field
   * @param {number} limit of a message, in characters
   * @param {string} name of the file, without its extension
   * @param {string[]} others names of the files beside it
   * @returns {[File, { chars: number, lines: number }] | null}
   */
  fileOf(pasted, field, limit, name, others) {
    const text = pasted.replace(/\r\n?/g, "\n"),
      sizes = sizesOf(text);
    const isCode = codeContext.isInBlock(field.value.slice(0, field.selectionStart));
    if (sizes.chars <= limit && (sizes.lines <= LINES_MAX || isCode)) return null;
    let full = `${name}.txt`;
    for (let number = 2; others.includes(full); number++) full = `${name}-${number}.txt`;
    return [new File([text], full, { type: TYPE }), sizes];
  },
  /** Remove the block of code that was opened for a paste which has become a file: nothing would be in it. */
  removeEmptyBlock(field) {
    const { value, selectionStart: from, selectionEnd: to } = field,
      [opened] = OPENED.exec(value.slice(0, from)) ?? [];
    if (!opened || !codeContext.isInBlock(value.slice(0, from))) return;
    const [closed = ""] = CLOSED.exec(value.slice(to)) ?? [];
    completion.type(field, from - opened.length, to + closed.length, "");
  },
  /**
   * Type the text of a file of `uploads` where the caret is, and discard the file. When the reader undoes the typing,
   * `putBack` gets the content of the file, and resolves with the new keys; when they redo it, that file goes again.
   */
  async putAsText(uploads, { key, room }, field, putBack) {
    const content = await uploads.content(key);
    if (!content) return;
    const typed = await content.text(),
      before = field.value;
    completion.type(field, field.selectionStart, field.selectionEnd, typed);
    const after = field.value;
    let returned = /** @type {Promise<string[]> | null} */ (null),
      latest = after;
    field.addEventListener("input", async ({ inputType }) => {
      const previous = latest;
      latest = field.value;
      if (inputType === "historyUndo" && previous === after && latest === before) returned ??= putBack(content);
      if (inputType !== "historyRedo" || field.value !== after || !returned) return;
      const keys = await returned,
        inTray = uploads.of(room).map((file) => file.key);
      returned = null;
      uploads.discard(keys.filter((one) => inTray.includes(one)));
    });
    uploads.discard([key]);
  },
};
