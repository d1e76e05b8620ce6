// <short-count> shortens numbers of four digits.
import "/client/shell/short_count.js";
import { equal } from "/tests/assert.js";

export function test_a_number_of_four_digits_is_shortened() {
  document.body.innerHTML = '<short-count number="999"></short-count> <short-count number="1000"></short-count>';
  equal(document.body.textContent, "999 999+");
}
