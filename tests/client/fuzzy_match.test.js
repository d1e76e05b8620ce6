// How well typed text fits a name.
import { fuzzyMatch } from "/client/switcher/fuzzy_match.js";
import { equal } from "/tests/assert.js";

const score = (name, typed) => fuzzyMatch.score(fuzzyMatch.ready(name), typed);

export function test_signs_before_and_around_a_name_do_not_count() {
  for (const typed of ["#общий", "@общий", '"Общий"', "«Общий»", "“общий”", "#@общий"])
    equal(score("Общий", typed) > 50, true);
  equal(score("Анна Ким", "@анна") > 50, true);
}

export function test_a_name_with_a_sign_fits_best_as_typed() {
  equal(score("#general", "#general") > score("general", "#general"), true);
}

export function test_signs_alone_fit_only_names_that_have_them() {
  equal([score("Общий", "@") > 0, score("@home", "@") > 0], [false, true]);
}
