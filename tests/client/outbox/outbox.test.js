// Messages in the outbox: each is sent once, in order, and none is lost.
import { equal } from "/tests/assert.js";
import { begin, isEmpty, offline, ROOM, until } from "./outbox_world.js";

const SOON_S = 0.01;

export async function test_messages_are_sent_in_order_and_those_that_wait_together() {
  const { server, outbox } = begin();
  for (const body of ["one", "two", "three"]) outbox.add(ROOM, { body });
  await until(isEmpty(outbox));
  equal(
    [server.said, server.asked],
    [
      ["one", "two", "three"],
      ["send", "batch"],
    ],
  );
}

export async function test_a_message_survives_a_reload() {
  const { server, browser, outbox } = begin();
  server.refusals.push(offline);
  outbox.add(ROOM, { body: "one" });
  const reloaded = browser.open(server);
  reloaded.belongTo(browser.person);
  await until(isEmpty(reloaded));
  equal(server.said, ["one"]);
}

export async function test_a_message_whose_answer_is_lost_counts_once() {
  const { server, outbox } = begin();
  server.isAnswerLost = true;
  outbox.add(ROOM, { body: "once" });
  await until(() => server.said.length === 1);
  server.isAnswerLost = false;
  await until(() => outbox.count() === 0 || (outbox.resume(), false));
  equal([server.said, server.asked], [["once"], ["send", "send"]]);
}

export async function test_a_refused_message_is_kept_with_its_reason_and_blocks_none() {
  const { server, outbox } = begin();
  for (const body of ["one", "bad", "three"]) outbox.add(ROOM, { body });
  await until(() => server.said.length === 2);
  await until(() => outbox.count() === 1);
  const [entry] = outbox.of(ROOM);
  equal([server.said, entry.state, entry.reason], [["one", "three"], "failed", "Too long."]);
  outbox.discard(entry);
  equal(outbox.count(), 0);
}

export async function test_a_refused_change_is_given_up_and_said() {
  const { server, browser, outbox } = begin();
  server.refusals.push((event) => event === "react" && { code: "not_found", text: "No such message." });
  outbox.act(ROOM, "react", { message: 1, emoji: "👍", on: true });
  await until(isEmpty(outbox));
  equal(
    browser.told.filter(([type]) => type === "change_refused"),
    [["change_refused", "No such message."]],
  );
}

export async function test_a_message_that_breaks_the_server_is_given_up_after_five_tries() {
  const { server, outbox } = begin();
  for (let tries = 0; tries < 9; tries++)
    server.refusals.push(() => ({ code: "failed", text: "It broke.", retry_after: SOON_S }));
  outbox.add(ROOM, { body: "hard words" });
  await until(() => outbox.of(ROOM)[0]?.state === "failed");
  equal([server.asked.length, outbox.of(ROOM)[0].reason], [5, "It broke."]);
  server.refusals = [];
  outbox.retry(outbox.of(ROOM)[0]);
  await until(isEmpty(outbox));
  equal(server.said, ["hard words"]);
}

export async function test_a_limit_is_waited_for_also_when_there_is_a_new_connection() {
  const { server, outbox } = begin();
  server.refusals.push(() => ({ code: "limit_reached", retry_after: 0.2 }));
  const begun = performance.now();
  outbox.add(ROOM, { body: "one" });
  await until(() => server.asked.length === 1);
  outbox.resume();
  await until(isEmpty(outbox));
  equal([performance.now() - begun >= 190, server.said], [true, ["one"]]);
}

export async function test_a_new_connection_ends_the_wait_for_one() {
  const { server, browser, outbox } = begin();
  server.refusals.push(offline);
  outbox.add(ROOM, { body: "one" });
  await until(() => server.asked.length === 1);
  await until(() => outbox.of(ROOM)[0].isLate);
  const begun = performance.now();
  outbox.resume();
  await until(isEmpty(outbox));
  equal([performance.now() - begun < 500, browser.told.some(([type]) => type === "sent")], [true, true]);
}

export async function test_a_message_waits_for_its_files_and_others_do_not_wait_for_it() {
  const { server, browser, outbox } = begin();
  browser.uploads.states = { a: "waiting" };
  outbox.add(ROOM, { body: "with a file" }, ["a"]);
  outbox.add(ROOM, { body: "without" });
  await until(() => server.said.length === 1);
  equal([server.said, outbox.files()], [["without"], new Set(["a"])]);
  browser.uploads.states.a = "up";
  outbox.sendDue();
  await until(isEmpty(outbox));
  equal([server.said, browser.uploads.forgotten], [["without", "with a file id of a"], ["a"]]);
}

export async function test_many_files_are_split_over_messages_that_keep_their_order() {
  const { server, browser, outbox } = begin();
  browser.uploads.states = { a: "waiting", b: "up", c: "up" };
  outbox.add(ROOM, { body: "all" }, ["a", "b", "c"], 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  equal([server.said, outbox.count()], [[], 3]);
  browser.uploads.states.a = "up";
  outbox.sendDue();
  await until(isEmpty(outbox));
  equal(server.said, ["all id of a", " id of b", " id of c"]);
}

export async function test_files_that_the_server_has_lost_are_sent_once_more() {
  const { server, browser, outbox } = begin();
  browser.uploads.states = { a: "up" };
  const gone = () => ({ code: "file_gone", text: "A file is gone." });
  server.refusals.push(gone, gone);
  outbox.add(ROOM, { body: "with a file" }, ["a"]);
  await until(() => outbox.of(ROOM)[0].state === "failed");
  equal([browser.uploads.retried, outbox.of(ROOM)[0].reason], [["a"], "A file is gone."]);
}

export async function test_a_refused_upload_fails_its_message() {
  const { browser, outbox } = begin();
  browser.uploads.states = { a: "waiting" };
  outbox.add(ROOM, { body: "with a file" }, ["a"]);
  outbox.fail("a", "Too large.");
  equal([outbox.of(ROOM)[0].state, outbox.of(ROOM)[0].reason], ["failed", "Too large."]);
}
