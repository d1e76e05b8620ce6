// Why a message shows a picture as a plain file.
import { whyNoPreview } from "/client/room/file_facts.js";
import { equal } from "/tests/assert.js";

const MB = 2 ** 20;
const picture = { id: 1, kind: "file", type: "image/jpeg", name: "a.jpg", size: MB, width: 0, height: 0 };
const reasonOf = (facts) => whyNoPreview({ ...picture, ...facts });

export function test_the_reason_names_the_limit_that_the_picture_exceeds() {
  equal(reasonOf({ width: 20001, height: 10000 }), "No preview: more than 200 megapixels");
  equal(reasonOf({ type: "image/webp", width: 5001, height: 5000 }), "No preview: more than 25 megapixels");
  equal(reasonOf({ size: 50 * MB + 1 }), "No preview: larger than 50 MB");
}

export function test_a_picture_within_the_limit_of_its_type_takes_too_much_memory_or_time() {
  equal(reasonOf({ width: 14000, height: 10000 }), "No preview: 140 megapixels in this format take too much memory");
  equal(reasonOf({}), "No preview: too large or too slow to process");
}

export function test_a_file_that_is_called_a_picture_but_is_none_is_damaged() {
  for (const name of ["cut.png", "CUT.JPEG"])
    equal(reasonOf({ type: "application/octet-stream", name }), "No preview: the file is damaged, or not a picture");
}

export function test_only_a_picture_that_became_a_plain_file_has_a_reason() {
  equal(reasonOf({ kind: "picture", width: 30000, height: 10000 }), "");
  equal(reasonOf({ type: "application/octet-stream", name: "program.exe" }), "");
  equal(reasonOf({ id: undefined, type: "image/heic" }), "");
}
