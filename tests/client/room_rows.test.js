// The rows of a conversation: days, groups, changes that wait, and rows that stay the same objects.
import { isLong, RoomRows } from "/client/room/room_rows.js";
import { equal, holds } from "/tests/assert.js";

const ME = 1,
  BEN = 2;
const people = { [ME]: { id: ME, nick: "Anna" }, [BEN]: { id: BEN, nick: "Ben" } };
const texts = {
  day: (at) => at.toDateString(),
  time: (at) => at.toTimeString().slice(0, 5),
  full: (at) => at.toISOString(),
  notice: () => "joined",
  someone: "Someone",
};
const message = (seq, fields = {}) =>
  Object.freeze({
    ...{ id: seq, seq, key: `k${seq}`, author: BEN, kind: "text", at: `2026-03-15T09:0${seq}:00` },
    ...fields,
  });
const facts = (messages, fields = {}) => ({
  ...{ messages, pending: [], hasNewer: false, freshSeq: null, seenAt: new Map(), people },
  ...fields,
});
const rowsOf = (days) => days.flatMap(({ rows }) => rows);

export function test_messages_are_grouped_by_day_and_by_author() {
  const later = message(4, { at: "2026-03-16T09:00:00", author: ME }),
    given = [message(1), message(2), message(3, { author: ME }), later];
  const days = new RoomRows(ME, texts).days(facts(given, { freshSeq: 2 }));
  equal(
    days.map(({ rows }) => rows.map(({ type, first, mine }) => (type === "fresh" ? type : [first, mine]))),
    [[[true, false], "fresh", [true, false], [true, true]], [[true, true]]],
  );
}

export function test_the_time_beside_a_message_is_short() {
  const rows = new RoomRows(ME, { ...texts, time: (_at, isShort) => (isShort ? "10:27" : "10:27 AM") });
  equal(
    rowsOf(rows.days(facts([message(1), message(2)]))).map(({ time }) => time),
    ["10:27 AM", "10:27"],
  );
}

export function test_only_a_row_that_has_changed_is_a_new_object() {
  const rows = new RoomRows(ME, texts),
    given = [message(1), message(2), message(3)];
  const before = rowsOf(rows.days(facts(given, { seenAt: new Map([[2, [ME]]]) })));
  const entry = { event: "send", key: "new", at: Date.now(), data: { body: "hello" }, state: "sending" };
  const after = rowsOf(rows.days(facts(given, { seenAt: new Map([[2, [ME]]]), pending: [entry] })));
  equal(
    after.map((row, at) => row === before[at]),
    [true, true, true, false],
  );
  const changed = [given[0], message(2, { html: "<p>other</p>" }), given[2]];
  const third = rowsOf(rows.days(facts(changed, { seenAt: new Map([[3, [ME]]]) })));
  equal(
    third.map((row, at) => row === after[at]),
    [true, false, false],
  );
}

export function test_a_reaction_that_waits_is_drawn_at_once() {
  const rows = new RoomRows(ME, texts),
    given = [message(1, { reactions: [{ emoji: "👍", users: [BEN], names: ["Ben"] }] })];
  const react = (on) => [{ event: "react", data: { message: 1, emoji: "👍", on }, state: "sending" }];
  equal(rowsOf(rows.days(facts(given, { pending: react(true) })))[0].reactions[0].users, [BEN, ME]);
  equal(rowsOf(rows.days(facts(given, { pending: react(false) })))[0].reactions[0].users, [BEN]);
}

export function test_a_text_of_more_than_a_screen_is_long() {
  holds(!isLong("", false));
  holds(!isLong("line\n".repeat(30), true));
  holds(isLong("line\n".repeat(60), false));
  const words = "word ".repeat(400);
  holds(isLong(words, true));
  holds(!isLong(words, false), "a wide screen has fewer lines");
}
