// What is inside code while a text is being typed.
import { codeContext } from "/client/composer/code_context.js";
import { equal } from "/tests/assert.js";

export function test_an_open_block_of_code_is_recognized() {
  const open = ["```", "```js", "```js\nlet a", "так вот:```\nx", "so ```\nx", "~~~\nx", "> ```\n> x", "- ```\n  x"];
  for (const text of [...open, "a\n```\nb\n```\nc\n```"]) equal(codeContext.isInBlock(text), true, text);
}

export function test_a_closed_block_is_not_open() {
  const closed = ["", "words", "```\nx\n```", "```x```", "use ```x``` here", "```\nx```", "````\n```\n````"];
  for (const text of [...closed, "don`t", "`x`", "it costs 5```"]) equal(codeContext.isInBlock(text), false, text);
}

export function test_a_longer_fence_is_closed_only_by_one_as_long() {
  equal(codeContext.isInBlock("````\n```\nx"), true);
}

export function test_code_between_backticks_is_recognized() {
  const inside = ["`", "say `", "`` `", "`a` and `", "```\n"],
    outside = ["", "`a` ", "п`ять ", "``a`b`` ", "one `\n\ntwo "];
  for (const text of inside) equal(codeContext.isCode(text), true, text);
  for (const text of outside) equal(codeContext.isCode(text), false, text);
}
