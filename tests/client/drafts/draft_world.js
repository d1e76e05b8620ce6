// One person's draft in several windows and devices, with a server and a network that the test moves step by step.
import { DraftStore } from "/client/drafts/draft_store.js";
import { Drafts } from "/client/drafts/drafts.js";
import { LastingTexts, StoredTexts } from "/client/storage.js";
import { FakeStorage } from "/tests/fake_storage.js";

const PERSON = 7,
  ROOM = 3,
  ROUNDS_MAX = 100;

/** Everything that can happen to a window; "type" adds a word that occurs nowhere else. */
export const STEPS = ["type", "clear", "send", "serve", "hear", "cut", "join", "reload"];

/** Let everything happen that does not wait for time or for the network. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await null;
};

class Window {
  inbox = []; // on its way to the window, in the order of the server: functions
  request = null; // on its way to the server: {body, base, resolve}
  fail = null; // ends the latest request without an answer
  isOnline = true;

  constructor(storage) {
    this.texts = new LastingTexts(new StoredTexts(() => storage));
    this.load();
  }
  load() {
    const ask = (_, { body, base }) => this.#ask(body, base);
    this.drafts = new Drafts(ask, () => {}, new DraftStore(this.texts));
    this.drafts.belongTo(PERSON);
  }
  #ask(body, base) {
    if (!this.isOnline) return Promise.reject({ code: "offline" });
    return new Promise((resolve, reject) => {
      this.request = { body, base, resolve };
      this.fail = reject;
    });
  }
  get text() {
    return this.drafts.read(ROOM);
  }
  set text(text) {
    this.drafts.write(ROOM, text);
  }
}

export class DraftWorld {
  /** @param {number[]} browsers how many windows each of the devices has */
  constructor(browsers) {
    this.text = ""; // on the server
    this.windows = browsers.flatMap((count) => {
      const storage = new FakeStorage();
      return Array.from({ length: count }, () => new Window(storage));
    });
    this.words = 0;
    /** The words that must be found in the end: nobody has sent or deleted them. */
    this.kept = new Set();
  }
  /** Let something happen in one window. */
  async step(name, number) {
    const window = this.windows[number];
    this[`_${name}`](window);
    await settle();
  }
  /** Everybody is connected and stops typing. Returns the texts that the server and the windows show. */
  async rest() {
    for (const window of this.windows) if (!window.isOnline) this._join(window);
    for (let round = 0; this.#isBusy() || round < 2; round++) {
      if (round > ROUNDS_MAX) throw new Error("the windows never agree");
      for (const window of this.windows)
        for (const name of ["send", "serve", "hear"]) {
          this[`_${name}`](window);
          await settle();
        }
    }
    return [this.text, ...this.windows.map((window) => window.text)];
  }
  #isBusy() {
    return this.windows.some(({ request, inbox }) => request || inbox.length);
  }
  _type(window) {
    const word = `<${++this.words}>`;
    this.kept.add(word);
    window.text = window.text ? `${window.text} ${word}` : word;
  }
  /** The message was sent: its words are no draft any more. */
  _clear(window) {
    for (const word of this.kept) if (window.text.includes(word)) this.kept.delete(word);
    window.text = "";
  }
  _send(window) {
    window.drafts.sendWaiting();
  }
  /** The request arrives; messenger/reading/drafts.py does the same. */
  _serve(window) {
    if (!window.request) return;
    const { body, base, resolve } = window.request;
    window.request = null;
    if (this.text !== body && this.text === base) {
      this.text = body;
      for (const { isOnline, inbox, drafts } of this.windows)
        if (isOnline) inbox.push(() => drafts.takeChange(ROOM, body));
    }
    const answer = { body: this.text };
    window.inbox.push(() => resolve(answer));
  }
  /** The next event or answer arrives. */
  _hear({ inbox }) {
    inbox.shift()?.();
  }
  _cut(window) {
    window.isOnline = false;
    window.inbox = [];
    window.fail?.({ code: "timeout" });
    window.request = null;
  }
  _reload(window) {
    this._cut(window);
    window.load();
    this._join(window);
  }
  _join(window) {
    if (window.isOnline) return;
    window.isOnline = true;
    window.drafts.sendAll();
    window.drafts.takeAnswer(ROOM, this.text, performance.now() + 1); // later than the last answer
  }
}
