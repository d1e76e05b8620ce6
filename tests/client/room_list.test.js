// The list of rooms: unread counts, order, and events that come while the list is loading.
import { RoomList } from "/client/sidebar/room_list.js";
import { equal } from "/tests/assert.js";

const ME = 1,
  BEN = 2;
const OWN = { level: "everything", quiet_until: null, hides_presence: false };
const entry = (id, fields = {}) => ({
  id,
  kind: "open",
  name: `Room ${id}`,
  people: [],
  revision: 1,
  last_seq: 1,
  last_read_seq: 1,
  last_at: id,
  unread: 0,
  mentions: 0,
  hears: "everything",
  muted_until: null,
  ...fields,
});
const made = (rooms = [entry(7)], own = {}) => {
  const notified = [];
  const notify = (...message) => notified.push(message);
  return { list: new RoomList({ id: ME, own: { ...OWN, ...own }, blocked: [] }, rooms, { notify }), notified };
};
const activity = (seq, fields = {}) => ({
  room: 7,
  seq,
  revision: seq,
  author: BEN,
  counts: true,
  names: [],
  everyone: false,
  ...fields,
});
const answer = (rooms) => ({ rooms, presence: {}, own: OWN, blocked: [], drafts: [] });
const counts = ({ rooms }) => [rooms[7].unread, rooms[7].mentions];

export function test_a_message_counts_once_even_if_its_event_comes_twice() {
  const { list } = made();
  list.apply("RoomActivity", activity(2));
  list.apply("RoomActivity", activity(2));
  equal(counts(list), [1, 0]);
}

export function test_a_mention_counts_unless_its_author_is_blocked() {
  const { list, notified } = made();
  list.apply("RoomActivity", activity(2, { names: [ME] }));
  list.apply("BlocklistChanged", { people: [BEN] });
  list.apply("RoomActivity", activity(3, { everyone: true }));
  equal([counts(list), notified.length], [[2, 1], 1]);
}

export function test_a_message_that_is_deleted_no_longer_counts_and_counts_again_when_restored() {
  const { list } = made();
  list.apply("RoomActivity", activity(2, { names: [ME] }));
  list.apply("ActivityWithdrawn", activity(2, { revision: 3, names: [ME] }));
  equal(counts(list), [0, 0]);
  list.apply("ActivityRestored", activity(2, { revision: 4, names: [ME] }));
  equal(counts(list), [1, 1]);
}

export function test_events_that_come_while_the_list_is_loading_are_counted_on_top_of_the_answer() {
  const { list } = made();
  const early = list.beginGreeting();
  list.apply("RoomActivity", activity(2)); // the answer includes this one
  list.apply("RoomActivity", activity(3)); // but not this one
  list.greet(answer([entry(7, { revision: 2, last_seq: 2, unread: 1 })]), early);
  equal([counts(list), list.rooms[7].last_seq], [[2, 0], 3]);
}

export function test_only_the_answer_to_the_last_question_is_taken() {
  const { list } = made();
  const first = list.beginGreeting(),
    second = list.beginGreeting();
  equal(list.greet(answer([]), first), false);
  equal(list.greet(answer([entry(8)]), second), true);
  equal(Object.keys(list.rooms), ["8"]);
}

export function test_without_an_answer_the_list_stays() {
  const { list } = made();
  equal(list.greet(null, list.beginGreeting()), false);
  equal(Object.keys(list.rooms), ["7"]);
}

export function test_an_old_reading_mark_does_not_replace_a_newer_count() {
  const { list } = made();
  list.apply("RoomActivity", activity(2));
  list.apply("RoomRead", { room: 7, last_read_seq: 1, unread: 0, mentions: 0, revision: 1 });
  equal(counts(list), [1, 0]);
  list.apply("RoomRead", { room: 7, last_read_seq: 2, unread: 0, mentions: 0, revision: 2 });
  equal([counts(list), list.rooms[7].last_read_seq], [[0, 0], 2]);
}

export function test_ones_own_message_is_read_if_everything_before_it_is() {
  const { list } = made();
  list.apply("RoomActivity", activity(2, { author: ME }));
  equal([counts(list), list.rooms[7].last_read_seq], [[0, 0], 2]);
}

export function test_a_muted_room_counts_only_mentions_and_does_not_notify() {
  const { list, notified } = made([entry(7, { hears: "nothing" })]);
  list.apply("RoomActivity", activity(2));
  list.apply("RoomActivity", activity(3, { names: [ME] }));
  equal([list.number(list.rooms[7]), notified], [1, []]);
}

export function test_messages_that_came_while_the_connection_was_lost_notify_once() {
  const { list, notified } = made();
  list.greet(answer([entry(7, { revision: 4, last_seq: 4, unread: 3 })]), list.beginGreeting());
  equal(notified, [[7, 4, 2]]);
}

export function test_conversations_are_ordered_by_their_last_message_and_rooms_by_name() {
  const directs = [entry(1, { kind: "direct" }), entry(2, { kind: "direct" })];
  const { list } = made([...directs, entry(3, { name: "b" }), entry(4, { name: "a" })]);
  list.apply("RoomActivity", activity(2, { room: 1 }));
  equal(
    list.directs().map(({ id }) => id),
    [1, 2],
  );
  equal(
    list.named(new Intl.Collator("en").compare).map(({ id }) => id),
    [4, 3],
  );
}

export function test_the_room_that_is_being_read_is_not_in_the_total() {
  const { list } = made([entry(7, { unread: 2, mentions: 1 }), entry(8, { unread: 1, mentions: 1 })]);
  equal(list.total(), { number: 2, dot: true });
  Object.assign(list, { shown: 7, reading: true });
  equal(list.total(), { number: 1, dot: true });
}

export function test_presence_is_ignored_while_ones_own_is_hidden() {
  const { list } = made([entry(7, { kind: "direct", people: [{ id: ME }, { id: BEN }] })]);
  list.apply("PresenceChanged", { user: BEN, status: "away" });
  equal(list.statusOf(list.rooms[7]), "away");
  list.apply("OwnSettingsChanged", { settings: { ...OWN, hides_presence: true } });
  list.apply("PresenceChanged", { user: BEN, status: "online" });
  equal(list.statusOf(list.rooms[7]), "away");
}
