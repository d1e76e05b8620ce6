// A long paste becomes a text file; "As text" puts it into the field after all.
import { codeContext } from "./code_context.js";
import { completion } from "./completion.js";
import { sentText } from "./sent_text.js";

const LINES_MAX = 60;
const TYPE = "text/plain";

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
  /** Type the text of a file of `uploads` where the caret is, and discard the file. The browser can undo the typing. */
  async putAsText(uploads, key, field) {
    const content = await uploads.content(key);
    if (!content) return;
    completion.type(field, field.selectionStart, field.selectionEnd, await content.text());
    uploads.discard([key]);
  },
};
