// The outbox in several windows of one browser, and in a browser that stores nothing.
import { equal } from "/tests/assert.js";
import { begin, isEmpty, offline, ROOM, until } from "./outbox_world.js";

export async function test_two_windows_of_one_browser_send_everything_once() {
  const { server, browser, outbox } = begin();
  const other = browser.open(server, "other");
  other.belongTo(browser.person);
  for (let number = 0; number < 10; number++) (number % 2 ? outbox : other).add(ROOM, { body: `line ${number}` });
  await until(isEmpty(outbox));
  equal(
    server.said.toSorted(),
    Array.from({ length: 10 }, (_, number) => `line ${number}`),
  );
  equal(new Set(server.said).size, server.said.length);
}

export async function test_what_a_closed_window_has_left_is_sent_by_another() {
  const { server, browser, outbox } = begin();
  browser.put({ key: "left", data: { key: "left", room: ROOM, body: "left behind" } });
  browser.put({ key: "fresh", data: { key: "fresh", room: ROOM, body: "just written there" }, at: Date.now() });
  outbox.sendDue();
  await until(() => outbox.count() === 1);
  equal([server.said, outbox.of(ROOM)[0].key], [["left behind"], "fresh"]);
}

export async function test_an_entry_that_another_window_holds_does_not_stop_this_one() {
  const { server, browser, outbox } = begin();
  let release = null;
  const lock = `outbox:${browser.person}:held`;
  await new Promise((got) => {
    navigator.locks.request(lock, () => new Promise((resolve) => ((release = resolve), got())));
  });
  browser.put({ key: "held", data: { key: "held", room: ROOM, body: "held" } });
  outbox.add(ROOM, { body: "free" });
  await until(() => server.said.length === 1);
  equal([server.said, outbox.count()], [["free"], 1]);
  release();
}

export async function test_a_full_storage_loses_no_message() {
  const { server, browser, outbox } = begin();
  browser.storage.refuse("full");
  server.refusals.push(offline);
  outbox.add(ROOM, { body: "one" });
  equal([outbox.isStored(), outbox.count()], [false, 1]);
  await until(() => server.asked.length === 1);
  await until(() => outbox.count() === 0 || (outbox.resume(), false));
  equal([server.said, outbox.isStored()], [["one"], true]);
}

export async function test_nonsense_in_the_storage_is_skipped() {
  const { browser, outbox } = begin();
  browser.storage.setItem(`outbox:${browser.person}:broken`, "{");
  browser.storage.setItem(`outbox:${browser.person}:empty`, "{}");
  equal(outbox.count(), 0);
}

export async function test_after_logging_out_nothing_is_stored() {
  const { browser, outbox } = begin();
  browser.uploads.states = { a: "waiting" };
  outbox.add(ROOM, { body: "one" }, ["a"]);
  outbox.wipe();
  outbox.add(ROOM, { body: "two" });
  equal([Object.keys(browser.storage), outbox.count()], [[], 0]);
}
