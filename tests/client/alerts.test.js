// A notification that this window has claimed is shown even if the connection is lost at that moment.
import { equal } from "/tests/assert.js";
import { alerts } from "/client/notify/alerts.js";
import { publish } from "/client/events.js";

const until = async (condition) => {
  const end = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const PREVIEW = { title: "anna · Deck", text: "the boat is here", icon: "", sound: false, seq: 7 };

export async function test_a_lost_connection_only_delays_a_notification() {
  const notes = [],
    asked = [];
  let isClosed = false;
  /** @type {any} */ (window).Notification = class {
    static permission = "granted";
    constructor(title, { body }) {
      notes.push([title, body]);
    }
  };
  Object.defineProperty(document, "hasFocus", { value: () => false });
  const emitWithAck = async (event, data) => {
    asked.push([event, data]);
    if (asked.length === 1) throw new Error("timeout");
    return { ok: PREVIEW };
  };
  window.socket = {
    connected: true,
    on() {},
    off() {},
    timeout: () => ({ emitWithAck }),
    io: { timeout() {}, reconnectionDelayMax() {}, engine: { close: () => (isClosed = true) } },
  };
  alerts.belongTo(1);
  dispatchEvent(new Event("focus")); // so this window is the one that notifies
  alerts.notify(5, 7, { plays: false });
  await until(() => isClosed);
  equal(notes, []);
  publish("connect");
  await until(() => notes.length);
  equal(notes, [["anna · Deck", "the boat is here"]]);
  equal(asked[1], ["preview", { room: 5, seq: 7 }]);
}
