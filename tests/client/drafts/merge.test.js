// How a draft here and a draft on the server become one again.
import { equal } from "/tests/assert.js";
import { merge } from "/client/drafts/merge.js";

const MERGES = [
  // here, agreed, sent, server → here, to send
  ["nothing anywhere", "", "", [], "", "", null],
  ["the server has what is here", "a", "a", [], "a", "a", null],
  ["typed here, the server has the agreed text", "ab", "a", [], "a", "ab", "ab"],
  ["typed there, nothing typed here", "a", "a", [], "ab", "ab", null],
  ["typed there, nothing is here", "", "a", [], "ab", "ab", null],
  ["typed in both places, nothing agreed", "mine", "", [], "yours", "yours\nmine", "yours\nmine"],
  ["continued in both places", "a mine", "a", [], "a yours", "a yours\nmine", "a yours\nmine"],
  ["changed in both places", "b", "a", [], "c", "c\nb", "c\nb"],
  ["here is the beginning of there", "a", "", [], "ab", "ab", null],
  ["here is the end of there", "b", "", [], "ab", "ab", null],
  ["there is the beginning of here", "ab", "", [], "a", "ab", "ab"],
  ["deleted there, nothing typed here", "a", "a", [], "", "", null],
  ["deleted there, continued here", "ab", "a", [], "", "ab", "ab"],
  ["deleted here, unchanged there", "", "a", [], "a", "", ""],
  ["the text from here has arrived", "a", "", ["a"], "a", "a", null],
  ["an older text from here has arrived", "ab", "", ["a"], "a", "ab", "ab"],
  ["a text from here has arrived after it was sent as a message", "", "", ["a"], "a", "", ""],
  ["one of two unanswered texts has arrived", "", "", ["ab", "a"], "a", "", ""],
  ["the deletion has arrived, and the same was typed again", "a", "a", [""], "", "a", "a"],
];

export async function test_the_texts_here_and_on_the_server_are_merged() {
  for (const [name, here, agreed, sent, server, merged, toSend] of MERGES)
    equal(merge({ here, agreed, sent }, server), { here: merged, toSend }, name);
}

export async function test_hearing_the_same_text_twice_changes_nothing() {
  for (const [name, here, agreed, sent, server] of MERGES) {
    const first = merge({ here, agreed, sent }, server);
    equal(merge({ here: first.here, agreed: server, sent }, server), first, name);
  }
}
