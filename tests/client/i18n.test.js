// Texts with placeholders and counts.
import { fillIn, formFor, ntext, text } from "/client/i18n.js";
import { equal } from "/tests/assert.js";

export function test_values_are_inserted_unchanged() {
  equal(fillIn("{a} and {b}", { a: "$&", b: "{a}" }), "$& and {a}");
}

export function test_an_unknown_placeholder_stays() {
  equal(fillIn("{a} {b}", { a: 1 }), "1 {b}");
}

export function test_a_count_chooses_the_plural_form() {
  const forms = { one: "{count} file", many: "{count} files" };
  equal([formFor(forms, 1), formFor(forms, 2)], ["{count} file", "{count} files"]);
}

export function test_a_text_has_a_key_and_maybe_values() {
  equal([text("send"), text("replying", { nick: "Anna" }), text("nothing")], ["Send", "Replying to Anna", ""]);
}

export function test_a_text_with_a_count_may_show_another_one() {
  equal([ntext("members", 1), ntext("members", 2)], ["1 member", "2 members"]);
  equal([ntext("unread", 1000, { count: "999+" }), ntext("nothing", 1)], ["999+ unread", ""]);
}
