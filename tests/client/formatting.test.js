// What the formatting keys make of a selection, which is between ‹ and ›; the same key again undoes it.
import { formatting } from "/client/composer/formatting.js";
import { equal } from "/tests/assert.js";

const typedInto = (marked) => {
  const field = Object.assign(document.createElement("textarea"), { value: marked.replace(/[‹›]/g, "") });
  document.body.replaceChildren(field);
  field.focus();
  field.setSelectionRange(marked.indexOf("‹"), marked.indexOf("›") - 1);
  return field;
};
const shown = ({ value, selectionStart: from, selectionEnd: to }) =>
  `${value.slice(0, from)}‹${value.slice(from, to)}›${value.slice(to)}`;
const after = (marked, kind, times = 1) => {
  const field = typedInto(marked);
  for (let time = 0; time < times; time++) formatting.apply(field, kind);
  return shown(field);
};
const CASES = [
  ["‹word›", "bold", "**‹word›**"],
  ["a ‹word › b", "bold", "a **‹word›**  b"],
  ["‹one\n\ntwo›", "bold", "‹**one**\n\n**two**›"],
  ["‹один\nдва›", "bold", "‹**один**\n**два**›"],
  ["‹- one\n- two›", "bold", "‹- **one**\n- **two**›"],
  ["- ‹one\n- two›", "bold", "- ‹**one**\n- **two**›"],
  ["‹> said\n> again›", "strike", "‹> ~~said~~\n> ~~again~~›"],
  ["‹one\n  two ›", "italic", "‹_one_\n  _two_› "],
  ["‹word›", "italic", "_‹word›_"],
  ["‹over›looked", "italic", "*‹over›*looked"],
  ["не‹воз›можно", "italic", "*‹невоз›*можно"],
  ["over‹looked›", "italic", "_‹overlooked›_"],
  ["‹слож›но", "italic", "*‹слож›*но"],
  ["‹a word›", "code", "`‹a word›`"],
  ["‹use `x` here›", "code", "‹``use `x` here``›"],
  ["‹`x`›", "code", "‹x›"],
  ["‹`x` and `y`›", "code", "‹`` `x` and `y` ``›"],
  ["‹a ``b`` c›", "code", "‹```a ``b`` c```›"],
  ["‹one\ntwo›", "code", "```\n‹one\ntwo›\n```"],
  ["‹one›", "code_block", "```\n‹one›\n```"],
  ["say ‹one› now", "code_block", "say \n```\n‹one›\n```\n now"],
  ["‹```js\nx\n```›", "code_block", "````\n‹```js\nx\n```›\n````"],
  ["‹word›", "link", "[word](‹https://›)"],
];
export function test_each_key_formats_the_selection() {
  for (const [before, kind, expected] of CASES) equal(after(before, kind), expected, `${kind}: ${before}`);
}

export function test_the_same_key_again_undoes_it() {
  const once = [
    ["**‹word›**", "bold", "‹word›"],
    ["‹**word**›", "bold", "‹word›"],
    ["‹**one**\n\n**two**›", "bold", "‹one\n\ntwo›"],
    ["_‹word›_", "italic", "‹word›"],
    ["*‹over›*looked", "italic", "‹over›looked"],
    ["‹``use `x` here``›", "code", "‹use `x` here›"],
    ["‹`` `x` and `y` ``›", "code", "‹`x` and `y`›"],
    ["a\n```\n‹one›\n```\nb", "code_block", "a\n‹one›\nb"],
    ["```js\n‹one›\n```", "code_block", "‹one›"],
    ["````\n‹```js\nx\n```›\n````", "code_block", "‹```js\nx\n```›"],
    ["[‹word›](https://example.org)", "link", "‹word›"],
    ["[word](‹https://example.org›)", "link", "‹word›"],
  ];
  for (const [before, kind, expected] of once) equal(after(before, kind), expected, `${kind}: ${before}`);
  for (const [before, kind] of CASES.filter(([, kind]) => ["bold", "strike", "code_block"].includes(kind)))
    equal(after(before, kind, 2).replace(/[‹›\s]/g, ""), before.replace(/[‹›\s]/g, ""), `${kind} twice: ${before}`);
}
