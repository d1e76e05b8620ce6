// A window without a screen: the list of rooms and the shown room, as the browser's own modules keep them.
import { applyToTimeline } from "/client/room/room_events.js";
import { RoomTimeline } from "/client/room/room_timeline.js";
import { RoomList } from "/client/sidebar/room_list.js";

const OWN = { level: "everything", quiet_until: null, hides_presence: false };

class Screen {
  constructor(me) {
    this.me = me;
    this.list = new RoomList({ id: me, own: OWN, blocked: [] }, []);
    this.greetings = new Map();
    this.turn = 0;
    this.timeline = null;
  }

  greet(number) {
    this.greetings.set(number, this.list.beginGreeting());
  }

  greeted(number, answer) {
    this.list.greet(answer, this.greetings.get(number));
  }

  show(turn, room) {
    this.turn = turn;
    this.timeline = new RoomTimeline({ id: room, me: this.me, people: {} });
  }

  opened(turn, answer) {
    if (turn === this.turn) this.timeline.opened(answer);
  }

  caughtUp(turn, answer) {
    if (turn === this.turn && this.timeline.ready) this.timeline.caughtUp(answer);
  }

  closed(turn) {
    if (turn !== this.turn) return;
    this.turn = 0;
    this.timeline = null;
  }

  event(type, event) {
    this.list.apply(type, event);
    if (this.timeline === null) return;
    if (type === "RoomLost" && event.room === this.timeline.id) this.closed(this.turn);
    else applyToTimeline(this.timeline, type, event);
  }

  pushed(events) {
    for (const event of events) this.event(event.type, event);
  }

  state() {
    const { id = null, room = {}, messages = [], revision = 0, hasGap = false, ready = false } = this.timeline ?? {};
    const shown = { shown: id, face: room ?? {}, messages, revision, has_gap: hasGap, is_ready: ready };
    return { rooms: Object.values(this.list.rooms), turn: this.turn, ...shown };
  }
}

const screens = new Map();

/** Apply what has happened to a person's window, in this order: [method, …values]. Returns its state as JSON. */
export const update = (number, me, happened) => {
  if (!screens.has(number)) screens.set(number, new Screen(me));
  const screen = screens.get(number);
  for (const [method, ...values] of JSON.parse(happened)) screen[method](...values);
  return JSON.stringify(screen.state());
};
