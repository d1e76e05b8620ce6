// The states of one upload.
import { equal } from "/tests/assert.js";
import { Upload } from "/client/uploads/upload.js";

const OWNER = { tab: "this", beat: 5 };
const FILE = { id: 9, type: "image/png", kind: "picture", width: 30, height: 20 };
const STORED = { key: "k", room: 1, size: 100, at: 1, order: 0, tab: "that", state: "waiting" };
const record = (facts = {}) => ({ ...STORED, ...facts });
const announced = (offset = 0) => {
  const upload = new Upload(record());
  upload.takeAnswer({ offset }, OWNER);
  return upload;
};

export async function test_a_new_file_is_announced_sent_processed_and_up() {
  const upload = new Upload(record()),
    states = [upload.state];
  const steps = [
    () => upload.takeAnswer({ offset: 0 }, OWNER),
    () => upload.startPiece(),
    () => upload.takeAnswer({ offset: 60 }, OWNER),
    () => upload.startPiece(),
    () => upload.takeAnswer({ offset: 100 }, OWNER),
    () => upload.takeAnswer({ file: FILE, sent: false }, OWNER),
  ];
  for (const step of steps) {
    step();
    states.push(upload.state);
  }
  equal(states, ["waiting", "announced", "sending", "announced", "sending", "processing", "up"]);
  equal([upload.record.file.id, upload.record.width, upload.record.kind], [9, 30, "picture"]);
}

export async function test_the_answer_says_what_comes_next() {
  const ANSWERS = [
    // the stored state, the answer → state, stored state, progress
    ["waiting", undefined, "waiting", "waiting", undefined],
    ["waiting", { offset: 0 }, "announced", "waiting", 0],
    ["waiting", { offset: 40 }, "announced", "waiting", 0.4],
    ["waiting", { offset: 100 }, "processing", "waiting", 1],
    ["waiting", { file: FILE }, "up", "up", undefined],
    ["up", { file: FILE }, "up", "up", undefined],
    ["up", undefined, "waiting", "waiting", undefined],
    ["up", { offset: 40 }, "announced", "waiting", 0.4],
    ["up", { offset: 100 }, "processing", "waiting", 1],
    ["failed", { offset: 40 }, "failed", "failed", undefined],
    ["failed", { file: FILE }, "failed", "failed", undefined],
  ];
  for (const [stored, answer, state, storedAfter, progress] of ANSWERS) {
    const upload = new Upload(record({ state: stored })),
      name = `${stored}, ${JSON.stringify(answer)}`;
    upload.check();
    upload.takeAnswer(answer, OWNER);
    equal([upload.state, upload.record.state, upload.progress], [state, storedAfter, progress], name);
    equal(upload.isUnchecked, false, name);
  }
}

export async function test_a_file_that_the_server_has_forgotten_belongs_to_this_window_again() {
  const upload = new Upload(record({ state: "up", file: FILE }));
  upload.takeAnswer(undefined, OWNER);
  equal([upload.record.tab, upload.record.beat], ["this", 5]);
}

export async function test_an_answer_without_news_leaves_the_record_as_it_is() {
  const upload = new Upload(record({ state: "up", file: FILE })),
    { record: before } = upload;
  upload.takeAnswer({ file: { ...FILE } }, OWNER);
  equal(upload.record === before, true);
}

export async function test_progress_counts_the_bytes_that_have_left() {
  const upload = announced(50);
  upload.startPiece();
  upload.sendBytes(75);
  equal([upload.progress, upload.offset], [0.75, 50]);
}

export async function test_a_piece_that_a_limit_refused_is_sent_again_without_an_announcement() {
  const upload = announced(50);
  upload.startPiece();
  upload.stopPiece();
  equal([upload.state, upload.offset], ["announced", 50]);
}

export async function test_after_a_lost_connection_a_file_is_announced_again() {
  const upload = announced(50);
  upload.startPiece();
  upload.lose();
  equal([upload.state, upload.progress], ["waiting", 0.5]);
}

export async function test_a_refused_file_can_be_tried_again() {
  const upload = announced(50);
  upload.fail({ text: "Too large.", code: "too_large" });
  equal([upload.state, upload.record.reason, upload.record.code], ["failed", "Too large.", "too_large"]);
  equal(upload.progress, undefined);
  upload.retry(OWNER);
  equal([upload.state, upload.record.reason, upload.record.tab], ["waiting", undefined, "this"]);
}

export async function test_what_another_window_has_stored_counts() {
  const upload = announced(50);
  upload.record = record({ state: "up", file: FILE });
  equal([upload.state, upload.isAnnounced], ["up", false]);
}
