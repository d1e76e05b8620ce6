// The title of a room, in the form that the server has chosen.
import { roomTitle } from "/client/room/room_title.js";
import { equal } from "/tests/assert.js";
import { roomTexts } from "/client/room/parts/texts.js";

const titleOf = (title_form, ...nicks) =>
  roomTitle(
    { title_form, name: "Hall" },
    nicks.map((nick) => ({ nick })),
  );

export function test_a_room_is_called_by_its_name_and_a_conversation_after_the_others() {
  equal([titleOf("name"), titleOf("people", "Ben", "Carl")], ["Hall", "Ben, Carl"]);
}

export function test_a_group_of_few_says_so_and_notes_have_a_name() {
  equal([titleOf("group_of_two", "{nick}"), titleOf("alone")], ["{nick} (group)", "Only you are left"]);
  equal(titleOf("notes"), "Notes to self");
}

export function test_a_header_keeps_the_place_of_the_faces_it_can_have() {
  const { talkersMax } = roomTexts.computed;
  const placesFor = (room) => talkersMax(/** @type {any} */ ({ room }));
  equal(
    [1, 2, 9].map((members) => placesFor({ kind: "open", members })),
    [0, 1, 3],
  );
  equal([placesFor({ kind: "direct", members: 3 }), placesFor(null)], [0, 0]);
}
