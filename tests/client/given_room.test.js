// The room that a page brings along.
import { takeGivenRoom } from "/client/room/given_room.js";
import { equal } from "/tests/assert.js";

const give = (around) => {
  const answer = { messages: [{ seq: 4 }, { seq: 5 }] };
  const element = Object.assign(document.createElement("script"), { type: "application/json", id: "opened-room" });
  element.textContent = JSON.stringify({ room: 7, around, answer });
  document.body.append(element);
};
const taken = (around, room, seq) => {
  give(around);
  return takeGivenRoom(room, seq) !== null;
};

export function test_it_is_taken_if_it_has_what_is_to_be_shown() {
  equal([taken(null, 7, null), taken(null, 7, 5), taken(4, 7, 4)], [true, true, true]);
  equal([taken(null, 8, null), taken(null, 7, 3), taken(4, 7, null)], [false, false, false]);
}

export function test_it_is_taken_once() {
  give(null);
  equal([takeGivenRoom(7, null) !== null, takeGivenRoom(7, null)], [true, null]);
}
