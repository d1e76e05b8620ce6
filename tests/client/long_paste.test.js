// Which pastes become files, what the files hold, and how they become text again.
import { equal } from "/tests/assert.js";
import { longPaste } from "/client/composer/long_paste.js";

const LIMIT = 8000;
const fieldWith = (value, from = value.length, to = from) => {
  const field = document.createElement("textarea");
  document.body.append(field);
  field.value = value;
  field.setSelectionRange(from, to);
  return field;
};
const paste = (text, before = "", others = []) =>
  longPaste.fileOf(text, fieldWith(before), LIMIT, "pasted-text", others);
const lines = (count) => Array.from({ length: count }, (_, at) => `line ${at}`).join("\n");

export function test_a_paste_over_the_limit_or_over_sixty_lines_becomes_a_file() {
  equal(paste("x".repeat(8000)), null);
  equal(paste("x".repeat(8001))[1], { chars: 8001, lines: 1 });
  equal(paste(`${lines(60)}\n`), null);
  equal(paste(lines(61))[1].lines, 61);
}

export function test_characters_are_counted_as_the_server_counts_them() {
  equal(paste("🍲".repeat(8000)), null);
  equal(paste("🍲".repeat(8001))[1].chars, 8001);
  equal(paste(`\n${"x".repeat(8000)}\n\n  `), null);
}

export function test_code_for_an_open_block_stays_text_as_long_as_it_fits() {
  equal(paste(lines(100), "Look:\n```\n"), null);
  equal(paste("x".repeat(8001), "Look:\n```\n") === null, false);
  equal(paste(lines(100), "```\nclosed\n```\n") === null, false);
}

export async function test_the_file_has_a_free_name_and_the_lines_as_pasted() {
  const [file] = paste("first\r\n".repeat(70), "", ["pasted-text.txt", "pasted-text-2.txt"]);
  equal([file.name, file.type, await file.text()], ["pasted-text-3.txt", "text/plain", "first\n".repeat(70)]);
}

export async function test_as_text_replaces_what_is_selected_and_discards_the_file() {
  const discarded = [],
    field = fieldWith("before HERE after", 7, 11);
  const uploads = { content: async () => new Blob(["the paste"]), discard: (keys) => discarded.push(...keys) };
  const back = [];
  await longPaste.putAsText(uploads, { key: "k1", room: 1 }, field, (content) => back.push(content));
  equal([field.value, discarded, back.length], ["before the paste after", ["k1"], 0]);
  document.execCommand("undo");
  equal(field.value, "before HERE after");
  equal(await Promise.all(back.map((content) => content.text())), ["the paste"]);
}

export function test_the_block_of_code_that_was_opened_for_the_paste_is_removed() {
  const rest = (value, caret = value.length) => {
    const field = fieldWith(value, caret);
    longPaste.removeEmptyBlock(field);
    return field.value;
  };
  equal(
    ["```", "```\n", "look:\n```python\n"].map((value) => rest(value)),
    ["", "", "look:\n"],
  );
  equal(rest("look:\n```\n\n```\nthere", 10), "look:\n\nthere");
  for (const kept of ["```\nx\n", "```\nx\n```", "words", "```\nx\n```\n"]) equal(rest(kept), kept);
}

export async function test_as_text_changes_nothing_if_the_bytes_are_gone() {
  const field = fieldWith("kept");
  await longPaste.putAsText(
    { content: async () => null, discard: () => equal("discarded", "never") },
    { key: "k1" },
    field,
  );
  equal(field.value, "kept");
}
