// Files on their way to the server, with everything that can come in between.
import { equal } from "/tests/assert.js";
import { Browser, file, isUp, ROOM, Server, states, until } from "./uploads_world.js";

const begin = async () => {
  const server = new Server(),
    browser = new Browser();
  return { server, browser, uploads: await browser.open(server) };
};
const once = (request, name, error) => (asked, about) => asked === request && about === name && error;

export async function test_a_file_is_announced_and_sent_in_pieces() {
  const { server, browser, uploads } = await begin();
  await uploads.add(ROOM, [file("a.txt", 25)]);
  await until(isUp(uploads));
  equal(server.asked, ["announce a.txt", "piece a.txt", "piece a.txt", "piece a.txt"]);
  const [{ key, id, progress }] = uploads.of(ROOM);
  equal([id, progress, uploads.ids([key]), uploads.ready([key])], [1, 1, [1], true]);
  equal(
    browser.told.some(([type, room]) => type === "uploading" && room === ROOM),
    true,
  );
}

export async function test_a_lost_connection_continues_where_it_was_lost() {
  const { server, uploads } = await begin();
  let pieces = 0;
  server.refusals.push((request) => request === "piece" && ++pieces === 2 && { code: "offline" });
  await uploads.add(ROOM, [file("a.txt", 25)]);
  await until(() => pieces === 2);
  await until(() => (uploads.resume(), isUp(uploads)()));
  const expected = ["announce a.txt", "piece a.txt", "piece a.txt", "announce a.txt", "piece a.txt", "piece a.txt"];
  equal(server.asked, expected);
}

export async function test_a_refused_file_says_why_and_stops_no_other() {
  const { server, browser, uploads } = await begin();
  server.refusals.push(once("announce", "large", { code: "too_large", text: "Too large." }));
  await uploads.add(ROOM, [file("large"), file("small")]);
  await until(isUp(uploads));
  equal(states(uploads), { large: "failed", small: "up" });
  const [{ key, reason }] = uploads.of(ROOM);
  equal([reason, uploads.ready([key])], ["Too large.", false]);
  equal(browser.told.find(([type]) => type === "upload_failed")?.[1], { key, text: "Too large." });
  uploads.retry([key]);
  await until(isUp(uploads, 2));
}

export async function test_a_limit_on_new_files_lets_the_others_go_on_and_shows_who_waits() {
  const { server, uploads } = await begin();
  server.refusals.push(once("announce", "third", { code: "limit_reached", text: "Slowly.", retry_after: 600 }));
  await uploads.add(ROOM, [file("first"), file("second"), file("third")]);
  await until(isUp(uploads, 2));
  equal(
    uploads.of(ROOM).map(({ queued }) => queued),
    [false, false, true],
  );
}

export async function test_a_limit_on_pieces_is_waited_for_without_a_new_announcement() {
  const { server, uploads } = await begin();
  server.refusals.push(once("piece", "a", { code: "limit_reached", text: "Slowly.", retry_after: 0.01 }));
  await uploads.add(ROOM, [file("a", 5)]);
  await until(isUp(uploads));
  equal(server.asked, ["announce a", "piece a", "piece a"]);
}

export async function test_a_file_that_is_being_inspected_is_asked_about_until_it_is_up() {
  const { server, uploads } = await begin();
  server.isInspecting = true;
  await uploads.add(ROOM, [file("a", 5)]);
  await until(() => uploads.of(ROOM)[0]?.processing);
  equal([states(uploads), uploads.ready(uploads.of(ROOM).map(({ key }) => key))], [{ a: "waiting" }, false]);
  server.isInspecting = false;
  await until(isUp(uploads));
}

export async function test_a_cancelled_file_is_gone_here_and_on_the_server() {
  const { server, uploads } = await begin();
  await uploads.add(ROOM, [file("a"), file("b")]);
  await until(isUp(uploads, 2));
  await uploads.discard([uploads.of(ROOM)[0].key]);
  equal([states(uploads), [...server.files.values()].map(({ name }) => name)], [{ b: "up" }, ["b"]]);
}

export async function test_after_a_reload_the_server_is_asked_once_and_nothing_is_sent_twice() {
  const { server, browser, uploads } = await begin();
  await uploads.add(ROOM, [file("a"), file("b")]);
  await until(isUp(uploads, 2));
  server.asked = [];
  const reloaded = await browser.open(server);
  await until(isUp(reloaded, 2));
  await until(() => reloaded.ready(reloaded.of(ROOM).map(({ key }) => key)));
  equal(server.asked, ["states 2"]);
}

export async function test_a_file_that_was_sent_or_that_the_server_has_forgotten_is_found_out_after_a_reload() {
  const { server, browser, uploads } = await begin();
  await uploads.add(ROOM, [file("sent"), file("forgotten")]);
  await until(isUp(uploads, 2));
  const [sent, forgotten] = uploads.of(ROOM).map(({ key }) => key);
  server.files.get(sent).isSent = true;
  server.files.delete(forgotten);
  const reloaded = await browser.open(server);
  await until(() => server.files.has(forgotten));
  await until(isUp(reloaded));
  equal(states(reloaded), { forgotten: "up" });
}

export async function test_files_of_messages_are_not_in_the_tray() {
  const { browser, uploads } = await begin();
  await uploads.add(ROOM, [file("a"), file("b")]);
  const [{ key }] = uploads.of(ROOM);
  browser.inMessages.add(key);
  equal([uploads.of(ROOM).map(({ name }) => name), uploads.list([key])[0].name], [["b"], "a"]);
}

export async function test_another_window_shows_the_same_files_and_sends_none_twice() {
  const { server, browser, uploads } = await begin();
  const other = await browser.open(server, "other");
  await uploads.add(ROOM, [file("a"), file("b")]);
  await until(isUp(other, 2));
  equal(server.asked.filter((request) => request.startsWith("announce")).length, 2);
  await other.discard(other.of(ROOM).map(({ key }) => key));
  await until(async () => (await uploads.count()) === 0);
}

export async function test_the_files_of_a_lost_room_are_dropped_and_named() {
  const { server, uploads } = await begin();
  await uploads.add(ROOM, [file("a"), file("b")]);
  await uploads.add(ROOM + 1, [file("c")]);
  equal(uploads.drop(ROOM), ["a", "b"]);
  equal([await uploads.count(), server.files.size > 0], [1, true]);
}

export async function test_after_logging_out_no_file_is_left() {
  const { server, browser, uploads } = await begin();
  await uploads.add(ROOM, [file("a")]);
  await uploads.wipe();
  equal([await uploads.count(), server.files.size], [0, 0]);
  equal(await (await browser.open(server)).count(), 0);
}

export async function test_a_long_paste_is_still_known_as_one_after_a_reload() {
  const { server, browser, uploads } = await begin();
  await uploads.add(ROOM, [file("pasted.txt", 25)], { chars: 25, lines: 1 });
  await until(isUp(uploads));
  const again = await browser.open(server),
    [{ key, pasted }] = again.of(ROOM);
  equal([pasted, await (await again.content(key)).text()], [{ chars: 25, lines: 1 }, "x".repeat(25)]);
}
