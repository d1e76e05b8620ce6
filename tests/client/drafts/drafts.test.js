// When drafts are sent, and what happens to them when the person logs out.
import { equal } from "/tests/assert.js";
import { FakeStorage } from "/tests/fake_storage.js";
import { DraftStore } from "/client/drafts/draft_store.js";
import { Drafts } from "/client/drafts/drafts.js";
import { LastingTexts, StoredTexts } from "/client/storage.js";

const PERSON = 7,
  ROOM = 3;

const later = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server that keeps drafts by room, and refuses as often as the test says. */
const begin = () => {
  const server = { texts: {}, asked: [], refusals: [] };
  const ask = async (_, { room, body, base }) => {
    server.asked.push([body, base]);
    if (server.refusals.length) throw server.refusals.shift();
    const before = server.texts[room] ?? "";
    if (base === before) server.texts[room] = body;
    return { body: base === before ? body : before };
  };
  const storage = new FakeStorage(),
    told = [],
    open = () => {
      const texts = new LastingTexts(new StoredTexts(() => storage)),
        drafts = new Drafts(ask, (...event) => told.push(event), new DraftStore(texts));
      drafts.belongTo(PERSON);
      return drafts;
    };
  return { server, storage, told, open, drafts: open() };
};

export async function test_a_draft_is_stored_at_once_and_sent_after_a_pause() {
  const { server, open, drafts } = begin();
  drafts.write(ROOM, "half a th");
  equal([open().read(ROOM), drafts.rooms(), drafts.count(), server.asked], ["half a th", [ROOM], 1, []]);
  drafts.sendWaiting();
  await later();
  equal([server.texts[ROOM], server.asked], ["half a th", [["half a th", ""]]]);
}

export async function test_an_emptied_draft_is_sent_at_once() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  drafts.write(ROOM, "");
  await later(10);
  equal([server.texts[ROOM], drafts.rooms(), drafts.count()], ["", [], 0]);
}

export async function test_a_draft_longer_than_a_frame_stays_on_the_device() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "x".repeat(16_001));
  drafts.sendWaiting();
  await later();
  equal([server.asked.length, drafts.read(ROOM).length], [0, 16_001]);
}

export async function test_half_an_emoji_is_read_as_the_server_reads_it() {
  const { drafts } = begin();
  drafts.write(ROOM, "cut \ud83d");
  equal(drafts.read(ROOM), "cut \ufffd");
}

export async function test_a_draft_refused_by_a_limit_is_sent_when_the_limit_allows() {
  const { server, drafts } = begin();
  server.refusals.push({ code: "limit_reached", retry_after: 0.01 });
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later(50);
  equal([server.texts[ROOM], server.asked.length], ["half a th", 2]);
}

export async function test_a_draft_written_without_a_connection_is_sent_with_the_next() {
  const { server, drafts } = begin();
  server.refusals.push({ code: "offline" });
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  equal(server.texts, {});
  drafts.sendAll();
  await later();
  equal(server.texts[ROOM], "half a th");
}

export async function test_the_text_of_another_device_is_shown_and_told() {
  const { told, drafts } = begin();
  drafts.takeChange(ROOM, "from the phone");
  equal([drafts.read(ROOM), told], ["from the phone", [["draft", ROOM], ["drafted"]]]);
}

export async function test_an_older_answer_does_not_replace_a_draft_sent_since() {
  const { drafts } = begin();
  const asked = performance.now();
  drafts.write(ROOM, "newer");
  drafts.sendWaiting();
  await later();
  drafts.takeAnswer(ROOM, "", asked);
  equal(drafts.read(ROOM), "newer");
}

export async function test_only_a_change_of_this_persons_drafts_in_another_window_is_told() {
  const { told, drafts } = begin();
  for (const name of [`draft:${PERSON}:5`, `draft:8:5`, `agreed:${PERSON}:5`, null]) drafts.takeStored(name);
  equal(told, [["draft", 5], ["drafted"]]);
}

export async function test_a_lost_room_has_no_draft() {
  const { storage, drafts } = begin();
  drafts.takeChange(ROOM, "from the phone");
  await drafts.forget(ROOM);
  equal([drafts.rooms(), Object.keys(storage)], [[], []]);
}

export async function test_logging_out_deletes_drafts_here_and_on_the_server() {
  const { server, storage, drafts } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  drafts.write(ROOM, "half a thought");
  storage.setItem("draft:8:3", "of somebody else");
  server.refusals.push({ code: "limit_reached", retry_after: 0.01 });
  equal(await drafts.deleteOnServer(500), true);
  drafts.wipe();
  drafts.write(ROOM, "not stored");
  equal([server.texts[ROOM], Object.keys(storage)], ["", ["draft:8:3"]]);
}

export async function test_a_draft_from_another_device_survives_logging_out() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  server.texts[ROOM] = "from the phone";
  equal([await drafts.deleteOnServer(500), server.texts[ROOM]], [true, "from the phone"]);
}

export async function test_a_server_that_does_not_answer_is_not_waited_for() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "half a th");
  server.refusals.push({ code: "offline" });
  equal(await drafts.deleteOnServer(500), false);
  server.refusals.push({ code: "limit_reached", retry_after: 600 });
  equal(await drafts.deleteOnServer(500), false);
}

export async function test_whoever_stays_after_all_has_the_draft_back() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  await drafts.deleteOnServer(500);
  equal(server.texts[ROOM], "");
  drafts.stay();
  await later();
  equal([server.texts[ROOM], drafts.read(ROOM)], ["half a th", "half a th"]);
}

export async function test_a_storage_that_is_switched_off_keeps_drafts_in_this_window() {
  const { server, storage, drafts } = begin();
  storage.refuse("off");
  drafts.write(ROOM, "half a th");
  equal([drafts.read(ROOM), drafts.count(), drafts.isStored()], ["half a th", 1, false]);
  drafts.sendWaiting();
  await later();
  equal(server.texts[ROOM], "half a th");
  drafts.write(ROOM, "");
  equal([drafts.count(), drafts.read(ROOM)], [0, ""]);
}

export async function test_a_discarded_draft_is_deleted_on_the_server_too() {
  const { server, drafts, open } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  await drafts.forget(ROOM);
  equal([server.texts[ROOM], drafts.rooms(), open().read(ROOM)], ["", [], ""]);
}

export async function test_a_draft_discarded_offline_is_deleted_on_the_server_later() {
  const { server, drafts } = begin();
  drafts.write(ROOM, "half a th");
  drafts.sendWaiting();
  await later();
  server.refusals.push({ code: "offline" });
  await drafts.forget(ROOM);
  equal([server.texts[ROOM], drafts.rooms()], ["half a th", []]);
  drafts.sendAll();
  await later();
  equal([server.texts[ROOM], drafts.rooms()], ["", []]);
}
