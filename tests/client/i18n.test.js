// Texts with placeholders and counts.
import { counted, filled } from "/client/i18n.js";
import { equal } from "/tests/assert.js";

export function test_values_are_inserted_unchanged() {
  equal(filled("{a} and {b}", { a: "$&", b: "{a}" }), "$& and {a}");
}

export function test_an_unknown_placeholder_stays() {
  equal(filled("{a} {b}", { a: 1 }), "1 {b}");
}

export function test_a_count_chooses_the_plural_form() {
  const forms = { one: "{count} file", many: "{count} files" };
  equal([counted(forms, 1), counted(forms, 2)], ["1 file", "2 files"]);
}
