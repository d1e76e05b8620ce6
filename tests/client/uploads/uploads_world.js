// A server that takes files in pieces, and windows of one browser that upload to it.
import { UploadStore } from "/client/uploads/upload_store.js";
import { Uploads } from "/client/uploads/uploads.js";

export const ROOM = 3;
const PIECE_BYTES = 10;
let people = 0; // each test has a person of its own, because databases and locks are shared

export const until = async (isTrue) => {
  for (let turn = 0; !(await isTrue()); turn++) {
    if (turn > 1000) throw new Error("it does not happen");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
export const file = (name, size = 25, type = "text/plain") => new File(["x".repeat(size)], name, { type });

/** Answers like the server. It keeps the files that it has got, by key. */
export class Server {
  files = new Map(); // {name, size, offset, id, isInspected, isSent}
  asked = [];
  refusals = []; // functions (request, name) → error or null; each is used once
  isInspecting = false; // files stay in processing while this is set

  announce = async ({ key, name, size }) => {
    this.#check("announce", name);
    if (!this.files.has(key)) this.files.set(key, { name, size, offset: 0, id: this.files.size + 1 });
    return this.#answer(key);
  };
  piece = async ({ key, name }, content, from, onBytes) => {
    this.#check("piece", name);
    const found = this.files.get(key),
      bytes = Math.min(PIECE_BYTES, content.size - from);
    if (from !== found.offset) return { offset: found.offset };
    onBytes(from + bytes);
    found.offset += bytes;
    return this.#answer(key);
  };
  states = async (keys) => {
    this.#check("states", keys.length);
    const known = keys.filter((key) => this.files.has(key));
    return { files: Object.fromEntries(known.map((key) => [key, this.#answer(key)])) };
  };
  discard = (key) => this.files.delete(key);
  abort = () => {};
  rest = () => {};

  #answer(key) {
    const { size, offset, id, isSent } = this.files.get(key);
    if (offset < size || this.isInspecting) return { offset };
    return { file: { id, type: "text/plain", kind: "file", width: 0, height: 0 }, sent: Boolean(isSent) };
  }
  #check(request, name) {
    this.asked.push(`${request} ${name}`);
    for (const refusal of this.refusals) {
      const error = refusal(request, name);
      if (!error) continue;
      this.refusals.splice(this.refusals.indexOf(refusal), 1);
      throw error;
    }
  }
}

export class Browser {
  person = `of a test ${Date.now()} ${++people}`;
  told = [];
  inMessages = new Set();

  /** A window of this browser. */
  async open(server, tab = "this") {
    let keys = 0;
    const publish = (type, fact) => this.told.push([type, fact]);
    const uploads = new Uploads({
      publish,
      store: new UploadStore(publish),
      client: server,
      tab,
      newKey: () => `${tab}-${++keys}-${this.person}`,
      keysInMessages: () => this.inMessages,
    });
    await uploads.belongTo(this.person);
    return uploads;
  }
}

/** The states of the files in the tray, by name. */
export const states = (uploads) => Object.fromEntries(uploads.of(ROOM).map(({ name, state }) => [name, state]));
export const isUp =
  (uploads, count = 1) =>
  () =>
    Object.values(states(uploads)).filter((state) => state === "up").length === count;
