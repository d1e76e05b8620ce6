// The messages of the shown room: order, gaps, events that come early, what is unread.
import { applyToTimeline } from "/client/room/room_events.js";
import { RoomTimeline } from "/client/room/room_timeline.js";
import { equal, holds } from "/tests/assert.js";

const ME = 1,
  BEN = { id: 2, nick: "ben", avatar: "" },
  ROOM = 7;
const row = (seq, fields = {}) => ({
  seq,
  revision: seq,
  author: BEN.id,
  kind: "text",
  deleted: false,
  html: "",
  ...fields,
});
const answer = (rows, fields = {}, room = {}) => ({
  room: { id: ROOM, kind: "open", people: [], last_seq: rows.at(-1)?.seq ?? 0, last_read_seq: 0, unread: 0, ...room },
  messages: rows,
  people: [BEN],
  revision: rows.at(-1)?.revision ?? 0,
  seen: null,
  last_seen: null,
  online: 0,
  ...fields,
});
const made = (hooks) => new RoomTimeline({ id: ROOM, me: ME, people: {} }, hooks);
const opened = (rows, room, hooks) => {
  const timeline = made(hooks);
  timeline.opened(answer(rows, {}, room));
  return timeline;
};
const seqs = (timeline) => timeline.messages.map(({ seq }) => seq);
const post = (timeline, message) => applyToTimeline(timeline, "MessagePosted", { room: ROOM, message, author: BEN });

export function test_messages_stay_in_the_order_of_their_numbers() {
  const timeline = opened([row(1), row(3)]);
  timeline.insert([row(4, { revision: 5 }), row(2, { revision: 4 })]);
  equal(seqs(timeline), [1, 2, 3, 4]);
}

export function test_an_event_that_comes_before_the_answer_is_applied_after_it() {
  const timeline = made();
  post(timeline, row(3));
  post(timeline, row(2)); // the answer includes this one
  timeline.opened(answer([row(1), row(2)]));
  equal(seqs(timeline), [1, 2, 3]);
  equal(timeline.revision, 3);
}

export function test_a_message_sent_while_the_room_loads_is_shown_throughout() {
  const timeline = made(),
    own = row(3, { author: ME });
  timeline.sent(own);
  equal(seqs(timeline), [3]);
  timeline.clear();
  equal(seqs(timeline), [3]);
  timeline.opened(answer([row(1), row(2)])); // made before it was sent
  equal([seqs(timeline), timeline.revision], [[1, 2, 3], 3]);
}

export function test_a_missing_revision_asks_for_what_was_missed_and_applies_nothing() {
  let asked = 0;
  const timeline = opened([row(1)], {}, { catchUp: () => asked++ });
  post(timeline, row(3));
  equal([asked, seqs(timeline), timeline.hasGap], [1, [1], true]);
  timeline.caughtUp(answer([row(2), row(3)], { quotes: {}, complete: true }));
  equal([seqs(timeline), timeline.revision, timeline.hasGap], [[1, 2, 3], 3, false]);
}

export function test_an_event_that_comes_twice_changes_nothing() {
  const timeline = opened([row(1), row(2)]);
  post(timeline, row(2, { html: "older" }));
  equal(timeline.messages[1].html, "");
}

export function test_an_event_of_another_room_changes_nothing() {
  const timeline = opened([row(1)]);
  applyToTimeline(timeline, "MessagePosted", { room: 8, message: row(2), author: BEN });
  equal(seqs(timeline), [1]);
}

export function test_messages_beyond_a_gap_and_older_ones_are_left_out() {
  const timeline = opened([row(5), row(6)], { last_seq: 9 });
  holds(timeline.hasNewer && timeline.hasOlder);
  timeline.insert([row(10), row(2)]);
  equal(seqs(timeline), [5, 6]);
}

export function test_pages_of_older_and_newer_messages_are_added_at_their_end() {
  const timeline = opened([row(3)], { last_seq: 4 });
  timeline.extend(answer([row(1), row(2)]), true);
  timeline.extend(answer([row(4)]), false);
  equal([seqs(timeline), timeline.hasOlder, timeline.hasNewer], [[1, 2, 3, 4], false, false]);
}

export function test_at_most_200_messages_are_kept() {
  const timeline = opened(Array.from({ length: 230 }, (_, at) => row(at + 1)));
  timeline.trim(false);
  equal([timeline.messages.length, timeline.messages[0].seq, timeline.hasOlder], [200, 31, true]);
  timeline.extend(answer(Array.from({ length: 30 }, (_, at) => row(at + 1))), true);
  equal([timeline.messages.length, timeline.messages.at(-1).seq, timeline.hasNewer], [200, 200, true]);
}

export function test_the_new_line_is_above_the_first_unread_message() {
  const rows = [row(1), row(2, { author: ME }), row(3, { kind: "notice" }), row(4)];
  equal(opened(rows, { unread: 1, last_read_seq: 1 }).freshSeq, 4);
  equal(opened(rows, { unread: 0, last_read_seq: 4 }).freshSeq, null);
}

export function test_a_message_gets_a_new_line_only_while_nobody_is_reading() {
  for (const isReading of [true, false]) {
    const timeline = opened([row(1)], { last_read_seq: 1 }, { isReading: () => isReading });
    post(timeline, row(2));
    equal(timeline.freshSeq, isReading ? null : 2);
  }
}

export function test_an_edited_message_changes_the_quotes_of_it() {
  const timeline = opened([row(1), row(2, { reply: { seq: 1, text: "before" } })]);
  applyToTimeline(timeline, "MessageChanged", { room: ROOM, message: row(1, { revision: 3 }), quote: "after" });
  equal([timeline.messages[0].revision, timeline.messages[1].reply.text], [3, "after"]);
}

export function test_reactions_are_counted_and_disappear_with_the_last_person() {
  const timeline = opened([row(1)]);
  const react = (revision, emoji, on, order) => {
    const reaction = { revision, emoji, on, order, user: BEN.id, nick: BEN.nick };
    applyToTimeline(timeline, "MessageReacted", { room: ROOM, seq: 1, ...reaction });
  };
  react(2, "👍", true, ["👍"]);
  react(3, "🎉", true, ["🎉", "👍"]);
  equal(
    timeline.messages[0].reactions.map(({ emoji }) => emoji),
    ["🎉", "👍"],
  );
  react(4, "👍", false, ["🎉"]);
  react(5, "🎉", false, []);
  equal(timeline.messages[0].reactions, undefined);
}

export function test_a_pin_is_added_and_removed() {
  const timeline = opened([row(1)]);
  const pin = (revision, pinned) =>
    applyToTimeline(timeline, "MessagePinned", { room: ROOM, seq: 1, revision, pinned });
  pin(2, true);
  equal(timeline.messages[0].pinned, true);
  pin(3, false);
  equal(timeline.messages[0].pinned, false);
}

export function test_receipts_are_shown_at_the_last_message_that_somebody_has_read() {
  const timeline = made();
  timeline.opened(answer([row(1, { author: ME }), row(2, { author: ME })], { seen: [[BEN.id, 1]] }));
  equal(timeline.seenAt(), new Map([[1, [BEN.id]]]));
  applyToTimeline(timeline, "PersonRead", { room: ROOM, user: BEN, seq: 2 });
  equal(timeline.seenAt(), new Map([[2, [BEN.id]]]));
}

export function test_a_blocklist_that_changes_while_the_room_opens_wins_over_the_answer() {
  const timeline = made();
  applyToTimeline(timeline, "BlocklistChanged", { people: [BEN.id] });
  timeline.opened(answer([], {}, { kind: "direct", people: [{ id: ME }, BEN], has_blocked: false }));
  equal(timeline.room.has_blocked, true);
}

export function test_another_opening_of_the_same_room_starts_with_its_messages() {
  const before = opened([row(1)], { unread: 1 });
  const timeline = new RoomTimeline({ id: ROOM, me: ME, people: {}, from: before });
  equal([seqs(timeline), timeline.freshSeq, timeline.ready], [[1], null, false]);
  timeline.messages = [];
  equal(seqs(before), [1]);
}
