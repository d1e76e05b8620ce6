// What is known about rooms that are no longer open to this person.
import { equal } from "/tests/assert.js";
import { FakeStorage } from "/tests/fake_storage.js";
import { LostRooms } from "/client/outbox/lost_rooms.js";
import { StoredTexts } from "/client/storage.js";

const begin = () => {
  const storage = new FakeStorage(),
    open = () => new LostRooms(new StoredTexts(() => storage));
  return { storage, open, rooms: open() };
};

export async function test_a_room_is_lost_when_something_was_left_there() {
  const { rooms } = begin();
  equal([rooms.isReady, rooms.isLost(1)], [false, false]);
  rooms.belongTo(7, [1, 2]);
  rooms.describe(3, { kind: "conversation" });
  equal([rooms.isReady, rooms.isLost(3), rooms.isLost(4), rooms.isLost(1)], [true, true, false, false]);
  equal([rooms.list(), rooms.read(3)], [[3], { kind: "conversation" }]);
}

export async function test_names_of_files_are_collected_and_forgotten() {
  const { rooms } = begin();
  rooms.belongTo(7, []);
  rooms.addFiles(3, ["a.txt", "b.txt"]);
  rooms.addFiles(3, ["b.txt", "c.txt"]);
  rooms.addFiles(3, []);
  equal(rooms.read(3).files, ["a.txt", "b.txt", "c.txt"]);
  rooms.forgetFiles(3);
  equal(rooms.read(3).files, undefined);
}

export async function test_the_next_page_and_only_this_person_knows_it() {
  const { rooms, open } = begin();
  rooms.belongTo(7, []);
  rooms.describe(3, { kind: "room" });
  const [same, other] = [open(), open()];
  same.belongTo(7, []);
  other.belongTo(8, []);
  equal([same.list(), other.list()], [[3], []]);
}

export async function test_a_room_that_is_open_again_is_forgotten() {
  const { rooms, open, storage } = begin();
  rooms.belongTo(7, []);
  rooms.describe(3, { kind: "room" });
  rooms.describe(4, { kind: "room" });
  rooms.forget(4);
  open().belongTo(7, [3]);
  equal(Object.keys(storage), []);
}
