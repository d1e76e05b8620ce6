// Who is shown as typing, and when they are no longer.
import { equal } from "/tests/assert.js";
import { on, publish } from "/client/events.js";
import { shownRoom } from "/client/room/shown_room.js";
import "/client/room/typing.js";

const ROOM = 1,
  OTHER_ROOM = 2;
const ANNA = { id: 11, nick: "Anna" },
  BOB = { id: 12, nick: "Bob" };

/** What has been shown since, each time the nicks of everyone who is typing. */
const shownFrom = () => {
  const shown = [];
  on("typing", (nicks) => shown.push(nicks));
  shownRoom.id = ROOM;
  return shown;
};
const post = (author, room = ROOM) => publish("MessagePosted", { room, message: { author } });

export function test_a_person_is_no_longer_typing_once_their_message_is_here() {
  const shown = shownFrom();
  publish("Typing", { room: ROOM, people: [ANNA, BOB] });
  post(ANNA.id);
  equal(shown, [["Anna", "Bob"], ["Bob"]]);
}

export function test_a_message_in_another_room_changes_nothing() {
  const shown = shownFrom();
  publish("Typing", { room: ROOM, people: [ANNA] });
  post(ANNA.id, OTHER_ROOM);
  equal(shown, [["Anna"]]);
}

export function test_a_notice_that_is_older_than_the_message_is_ignored() {
  const shown = shownFrom();
  post(ANNA.id);
  publish("Typing", { room: ROOM, people: [ANNA, BOB] });
  equal(shown, [["Bob"]]);
}
