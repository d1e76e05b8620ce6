// What happens when the browser refuses to store something.
import { equal } from "/tests/assert.js";
import { FakeStorage } from "/tests/fake_storage.js";
import { inTransaction, LastingTexts, openDatabase, StoredTexts } from "/client/storage.js";

const make = () => {
  const storage = new FakeStorage(),
    stored = new StoredTexts(() => storage);
  return { storage, stored, lasting: new LastingTexts(stored) };
};

export async function test_a_text_is_stored_read_listed_and_removed() {
  const { stored } = make();
  equal([stored.read("a:1"), stored.write("a:1", "one"), stored.write("b:1", "")], [null, true, true]);
  equal([stored.read("a:1"), stored.read("b:1"), stored.names("a:")], ["one", "", ["a:1"]]);
  equal([stored.remove("a:1"), stored.read("a:1")], [true, null]);
}

export async function test_values_are_stored_as_json_and_nonsense_is_nothing() {
  const { stored } = make();
  stored.writeJson("fact", { seq: 3 });
  stored.write("nonsense", "{");
  equal([stored.readJson("fact"), stored.readJson("nonsense"), stored.readJson("nothing")], [{ seq: 3 }, null, null]);
  stored.writeJson("fact", null);
  equal(stored.names("fact"), []);
}

export async function test_a_refusal_is_an_answer_and_no_error() {
  const { storage, stored } = make();
  storage.refuse("off");
  equal([stored.read("a"), stored.read("a", "unknown"), stored.readJson("a")], [null, "unknown", null]);
  equal([stored.write("a", "one"), stored.remove("a")], [false, false]);
}

export async function test_a_storage_that_may_not_even_be_named_is_a_refusal_too() {
  const stored = new StoredTexts(() => {
    throw new DOMException("denied", "SecurityError");
  });
  equal([stored.read("a"), stored.write("a", "one"), stored.names("")], [null, false, []]);
}

export async function test_what_a_full_storage_refuses_stays_in_this_window() {
  const { storage, lasting, stored } = make();
  lasting.write("a:1", "stored");
  storage.refuse("full");
  lasting.write("a:1", "newer");
  lasting.write("a:2", "another");
  equal([lasting.read("a:1"), lasting.read("a:2"), stored.read("a:1")], ["newer", "another", "stored"]);
  equal([lasting.names("a:").sort(), lasting.isStored("a:"), lasting.isStored("b:")], [["a:1", "a:2"], false, true]);
  storage.refuse("");
  lasting.write("a:1", "newest");
  lasting.remove("a:2");
  equal([stored.read("a:1"), lasting.names("a:"), lasting.isStored("a:")], ["newest", ["a:1"], true]);
}

export async function test_what_could_not_be_removed_is_gone_for_this_window() {
  const { storage, lasting } = make();
  lasting.write("a:1", "stored");
  storage.refuse("off");
  lasting.remove("a:1");
  storage.refuse("");
  equal([lasting.read("a:1"), lasting.names("a:"), lasting.isStored("a:")], [null, [], true]);
}

export async function test_a_database_keeps_what_is_put_into_it() {
  const name = `test ${Math.random()}`;
  const database = await openDatabase(name, (made) => made.createObjectStore("things"));
  await inTransaction(database, "readwrite", ["things"], (things) => things.put("one", "key"));
  equal(await inTransaction(database, "readonly", ["things"], (things) => things.get("key")), "one");
  equal(await inTransaction(database, "readonly", ["nothing"], (things) => things.get("key")), null);
  database.close();
  equal(await inTransaction(database, "readonly", ["things"], (things) => things.get("key")), null);
  equal(await inTransaction(null, "readonly", ["things"], (things) => things.get("key")), null);
  indexedDB.deleteDatabase(name);
}
