// A long list of rooms: which rows are drawn, what is unread out of sight, and going there by typing.
import { hiddenTitles, drawnSection, numberForKey } from "/client/sidebar/room_scroller.js";
import { beyond, drawnRows, scrollFor, visibleRows } from "/client/sidebar/row_window.js";
import { TypeAhead } from "/client/sidebar/type_ahead.js";
import { equal } from "/tests/assert.js";

export function test_rows_near_the_visible_ones_are_drawn_and_those_that_must_stay() {
  const seen = visibleRows(300, 34, 100, 100 + 34 * 50 + 10, 100 + 34 * 70);
  equal(seen, { first: 50, end: 70 });
  equal(drawnRows(300, seen, [-1, 250]).at(0), 45);
  equal(drawnRows(300, seen, [-1, 250]).slice(-2), [74, 250]);
  equal(visibleRows(3, 34, 100, 0, 900), { first: 0, end: 3 });
  equal(visibleRows(3, 34, 2000, 0, 900), { first: 0, end: 0 });
}

export function test_a_row_is_scrolled_into_view_with_its_neighbours_or_not_at_all() {
  equal(scrollFor(500, 34, 0, 900), null);
  equal(scrollFor(500, 34, 490, 1400), 466);
  equal(scrollFor(5000, 34, 0, 900), 4168);
  equal(scrollFor(0, 34, 10, 900), 0);
}

export function test_the_nearest_unread_rooms_out_of_sight_are_known() {
  const seen = { first: 10, end: 20 },
    none = { first: 0, end: 0 };
  equal(
    beyond([
      { marked: [2, 5, 15, 30], seen },
      { marked: [1], seen: none },
    ]),
    {
      above: { list: 0, row: 5 },
      below: { list: 0, row: 30 },
    },
  );
  equal(
    beyond([
      { marked: [15], seen },
      { marked: [1], seen: none },
    ]).below,
    { list: 1, row: 1 },
  );
  equal(
    beyond([
      { marked: [3], seen: { first: 40, end: 40 } },
      { marked: [], seen },
    ]).above,
    { list: 0, row: 3 },
  );
}

export function test_a_folded_section_shows_only_the_current_room() {
  const part = { name: "rooms", all: [{ id: 1 }, { id: 2 }, { id: 3 }] };
  equal(drawnSection(part, true, { first: 0, end: 9 }, 2, null).drawn, [{ at: 0, room: { id: 2 } }]);
  const all = Array.from({ length: 9 }, (_, id) => ({ id })),
    open = drawnSection({ ...part, all }, false, { first: 0, end: 1 }, 8);
  equal(
    hiddenTitles(open, ({ id }) => `Room ${id}`),
    "\n\n\n\n\n\nRoom 6\nRoom 7\n",
  );
}

export function test_keys_and_letters_go_from_room_to_room() {
  const key = (name, more = {}) => ({ key: name, ...more }),
    names = ["Harbour", "Hiring", "Общий", "Releases"];
  equal([numberForKey(key("ArrowDown"), 1, 4), numberForKey(key("End"), 1, 4)], [2, 3]);
  equal(numberForKey(key("ArrowDown", { altKey: true }), 1, 4), undefined);
  const typed = new TypeAhead();
  equal([typed.find(key("h"), names, 0, 0), typed.find(key("h"), names, 1, 100)], [1, 0]);
  const other = new TypeAhead();
  equal(
    ["h", "i"].map((letter, at) => other.find(key(letter), names, 0, at * 100)),
    [1, 1],
  );
  equal(other.find(key("о"), names, 0, 5000), 2);
  equal(other.find(key("?"), names, 0, 5100), -1);
  equal(other.find(key("r", { ctrlKey: true }), names, 0, 9000), -1);
}
