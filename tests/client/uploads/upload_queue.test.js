// Which upload is next.
import { equal } from "/tests/assert.js";
import { Upload } from "/client/uploads/upload.js";
import { UploadQueue } from "/client/uploads/upload_queue.js";

const NOW = 1_000_000;
const upload = (key, { at = 1, order = 0, tab = "this", beat = NOW, state = "waiting", room = 1, offset } = {}) => {
  const made = new Upload({ key, room, size: 100, at, order, tab, beat, state });
  if (offset !== undefined) made.takeAnswer({ offset }, { tab, beat });
  return made;
};
const nextKey = (queue, uploads, now = NOW) => queue.next(uploads, now)?.key;

export async function test_the_oldest_file_is_next() {
  const uploads = [upload("c", { at: 2 }), upload("b", { at: 1, order: 1 }), upload("a", { at: 1, order: 0 })];
  equal(nextKey(new UploadQueue("this"), uploads), "a");
}

export async function test_all_files_are_announced_before_the_first_is_sent() {
  const uploads = [upload("old", { at: 1, offset: 0 }), upload("new", { at: 2 })];
  equal(nextKey(new UploadQueue("this"), uploads), "new");
}

export async function test_a_limit_on_new_files_lets_announced_ones_pass() {
  const queue = new UploadQueue("this"),
    [announced, fresh] = [upload("announced", { at: 2, offset: 0 }), upload("fresh", { at: 1 })];
  queue.limitNewFiles(600, NOW);
  equal(nextKey(queue, [fresh, announced]), "announced");
  equal([queue.waitOf(fresh, NOW), queue.waitOf(announced, NOW)], [600_000, 0]);
  equal([queue.isWaitingForTurn(fresh, NOW), queue.isWaitingForTurn(announced, NOW)], [true, false]);
  equal(nextKey(queue, [fresh, announced], NOW + 600_000), "fresh");
}

export async function test_a_limit_on_pieces_lets_new_files_be_announced() {
  const queue = new UploadQueue("this"),
    [announced, fresh] = [upload("announced", { offset: 0 }), upload("fresh")];
  queue.limitPieces(2, NOW);
  equal([queue.waitOf(fresh, NOW), queue.waitOf(announced, NOW)], [0, 2000]);
  equal(queue.isWaitingForTurn(fresh, NOW), false);
}

export async function test_a_limit_is_reported_when_it_begins_and_when_it_ends() {
  const queue = new UploadQueue("this");
  equal(
    [0, 5, 5, 0, undefined].map((seconds) => queue.limitNewFiles(seconds, NOW)),
    [false, true, false, true, false],
  );
}

export async function test_files_that_nothing_can_be_done_for_are_left_alone() {
  const unchecked = upload("unchecked");
  unchecked.check();
  const whole = upload("whole", { offset: 100 }),
    stored = ["up", "failed"].map((state) => upload(state, { state }));
  equal(nextKey(new UploadQueue("this"), [unchecked, whole, ...stored]), undefined);
}

export async function test_files_of_another_window_are_taken_over_when_it_is_gone() {
  const queue = new UploadQueue("this"),
    theirs = upload("theirs", { tab: "that" });
  equal(nextKey(queue, [theirs], NOW + 10_000), undefined);
  equal(nextKey(queue, [theirs], NOW + 10_001), "theirs");
}

export async function test_files_for_a_lost_room_are_not_sent() {
  const queue = new UploadQueue("this", (room) => room === 1);
  equal(nextKey(queue, [upload("lost"), upload("other", { room: 2, at: 9 })]), "other");
}
