// A server, a browser and uploads for the tests of the outbox.
import { Outbox } from "/client/outbox/outbox.js";
import { OutboxStore } from "/client/outbox/outbox_store.js";
import { LastingTexts, StoredTexts } from "/client/storage.js";
import { FakeStorage } from "/tests/fake_storage.js";

export const ROOM = 3;
let people = 0; // each test has a person of its own, because the browser's locks are shared

export const until = async (isTrue) => {
  for (let turn = 0; !isTrue(); turn++) {
    if (turn > 1000) throw new Error("it does not happen");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

/** A server that remembers the messages it has got, and refuses whatever the test says. */
class Server {
  asked = [];
  said = [];
  refusals = []; // functions (event, data) → error; each is used once
  isAnswerLost = false;
  #keys = new Set();

  ask = async (event, data) => {
    const answer = await this.#answer(event, data);
    if (this.isAnswerLost) throw { code: "timeout" };
    return answer;
  };
  async #answer(event, data) {
    this.asked.push(event);
    const refusal = this.refusals.find((refuses) => refuses(event, data));
    if (refusal) {
      this.refusals.splice(this.refusals.indexOf(refusal), 1);
      throw refusal(event, data);
    }
    if (event !== "batch") return this.#take(event, data);
    const answers = [];
    for (const [name, change] of data.changes) {
      if (change.body === "bad") return { answers: [...answers, { error: { code: "too_long", text: "Too long." } }] };
      answers.push({ ok: this.#take(name, change) });
    }
    return { answers };
  }
  #take(event, { key, body, files }) {
    if (event !== "send") return {};
    if (body === "bad") throw { code: "too_long", text: "Too long." };
    if (!this.#keys.has(key)) this.said.push(files ? `${body} ${files}` : body);
    this.#keys.add(key);
    return { key };
  }
}

/** Uploads whose state the test sets. */
class FakeUploads {
  states = {};
  retried = [];
  forgotten = [];

  ready = (keys) => keys.every((key) => this.states[key] === "up");
  has = (keys) => keys.every((key) => key in this.states);
  ids = (keys) => keys.map((key) => `id of ${key}`);
  list = (keys) => keys.map((key) => ({ key, state: this.states[key] }));
  retry = (keys) => this.retried.push(...keys);
  forget = (keys) => this.forgotten.push(...keys);
  discard = (keys) => this.forgotten.push(...keys);
}

class Browser {
  storage = new FakeStorage();
  uploads = new FakeUploads();
  person = ++people;
  told = [];

  /** A window of this browser. */
  open(server, tab = "this") {
    let keys = 0;
    const texts = new LastingTexts(new StoredTexts(() => this.storage));
    return new Outbox({
      ask: server.ask,
      publish: (type, fact) => this.told.push([type, fact]),
      tab,
      newKey: () => `${tab} ${++keys}`,
      uploads: this.uploads,
      store: new OutboxStore(texts),
    });
  }
  put(entry) {
    const whole = { room: ROOM, event: "send", at: 0, order: 0, tab: "gone", state: "sending", ...entry };
    this.storage.setItem(`outbox:${this.person}:${entry.key}`, JSON.stringify(whole));
  }
}
export const begin = () => {
  const server = new Server(),
    browser = new Browser(),
    outbox = browser.open(server);
  outbox.belongTo(browser.person);
  return { server, browser, outbox };
};
export const isEmpty = (outbox) => () => outbox.count() === 0;
export const offline = () => ({ code: "offline" });
