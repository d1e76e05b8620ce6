// Loading the shown room: retries, catching up, and answers that come too late.
import { RoomRequests } from "/client/room/room_requests.js";
import { RoomTimeline } from "/client/room/room_timeline.js";
import { equal } from "/tests/assert.js";

const ROOM = { id: 7, last_seq: 0, unread: 0, people: [] };
const answer = (revision, fields = {}) => ({ room: { ...ROOM }, messages: [], people: [], revision, ...fields });

/** Requests whose questions wait in `asked` until `resolve` or `reject` is called on them. */
const made = () => {
  const asked = [],
    answeredAt = [],
    heard = [];
  const ask = (event, fields) =>
    new Promise((resolve, reject) => {
      asked.push({ event, fields, resolve, reject });
    });
  const listener = {
    answered: ({ revision }, at) => {
      heard.push(revision);
      answeredAt.push(at);
    },
    opened: () => heard.push("opened"),
    gone: () => heard.push("gone"),
  };
  const timeline = new RoomTimeline({ id: 7, me: 1, people: {} });
  return { asked, answeredAt, heard, timeline, requests: new RoomRequests(timeline, ask, listener) };
};
const pause = () => new Promise((resolve) => setTimeout(resolve));

export async function test_an_answer_that_comes_after_the_end_is_ignored() {
  const { asked, heard, timeline, requests } = made();
  const opening = requests.open();
  requests.end();
  asked[0].resolve(answer(5));
  await opening;
  equal([heard, timeline.ready], [[], false]);
}

export async function test_a_room_that_may_not_be_opened_is_gone() {
  const { asked, heard, requests } = made();
  const opening = requests.open();
  asked[0].reject({ code: "not_found" });
  await opening;
  equal(heard, ["gone"]);
}

export async function test_a_busy_server_is_asked_again_and_a_lost_connection_is_not() {
  for (const [error, times] of [
    [{ code: "rate_limited", retry_after: 0.001 }, 2],
    [{ code: "offline" }, 1],
  ]) {
    const { asked, requests } = made();
    const opening = requests.open(3);
    asked[0].reject(error);
    await opening;
    await new Promise((resolve) => setTimeout(resolve, 20));
    equal(
      asked.map(({ fields }) => fields.around),
      Array(times).fill(3),
      error.code,
    );
    requests.end();
  }
}

export async function test_a_room_that_is_being_opened_is_not_opened_twice() {
  const { asked, heard, requests, timeline } = made();
  const opening = requests.open();
  requests.catchUp();
  equal(asked.length, 1);
  asked[0].resolve(answer(5));
  await opening;
  equal([heard, asked[1].fields.since, timeline.ready], [[5, "opened"], 5, true]);
}

export async function test_a_room_is_opened_after_a_new_connection_even_if_the_old_one_gives_up_later() {
  const { asked, requests } = made();
  const opening = requests.open(3);
  requests.catchUp(); // connected again
  asked[0].reject({ code: "timeout", retry_after: 0.001 });
  await opening;
  await new Promise((resolve) => setTimeout(resolve, 20));
  equal(
    asked.map(({ fields }) => fields.around),
    [3, 3],
  );
  requests.end();
}

export async function test_catching_up_goes_on_until_the_answer_is_complete() {
  const { asked, heard, requests, timeline } = made();
  timeline.opened(answer(1));
  const catching = requests.catchUp();
  asked[0].resolve(answer(4, { quotes: {}, complete: false }));
  await pause();
  asked[1].resolve(answer(6, { quotes: {}, complete: true }));
  await catching;
  equal(
    asked.map(({ fields }) => fields.since),
    [1, 4],
  );
  equal([heard, timeline.revision], [[4, 6], 6]);
}

export async function test_a_gap_while_catching_up_leads_to_one_more_request() {
  const { asked, requests, timeline } = made();
  timeline.opened(answer(1));
  const catching = requests.catchUp();
  requests.catchUp();
  requests.catchUp();
  equal(asked.length, 1);
  asked[0].resolve(answer(2, { quotes: {}, complete: true }));
  await catching;
  equal(asked.length, 2);
}

export async function test_only_one_page_is_loaded_at_a_time() {
  const { asked, requests, timeline } = made();
  timeline.opened(answer(1, { messages: [{ seq: 40, revision: 1 }] }));
  const first = requests.page(true, (extend) => extend());
  equal(await requests.page(true, () => {}), false);
  asked[0].resolve(answer(1, { messages: [{ seq: 39, revision: 1 }] }));
  equal([await first, timeline.messages.map(({ seq }) => seq)], [true, [39, 40]]);
  equal(asked[0].fields, { room: 7, before: 40, limit: 30 });
}

export async function test_a_room_that_the_page_brings_along_is_shown_at_once_and_then_brought_up_to_date() {
  const { asked, answeredAt, heard, requests, timeline } = made();
  await requests.open(null, answer(5));
  equal(answeredAt, [0], "it was asked for before this window knew anything");
  equal([heard, timeline.ready], [[5, "opened"], true]);
  equal(
    asked.map(({ event, fields }) => [event, fields.since]),
    [["open", 5]],
  );
  asked[0].reject({ code: "offline" }); // the page has no connection yet
  await pause();
  requests.catchUp(); // now it has
  asked[1].resolve(answer(6, { quotes: {}, complete: true }));
  await pause();
  equal([asked[1].fields.since, timeline.revision, heard], [5, 6, [5, "opened", 6]]);
}
