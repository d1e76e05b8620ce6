// One room while a window shows it: its messages in order, and what is unread. Another room gets another timeline.
import { kindCounts } from "./message_kinds.js";
import { changeReactions } from "./reactions.js";

const ROWS_MAX = 200;

/** Whether a message can be unread at all. */
const countsFor = (me, { author, kind, deleted }) => author !== me && kindCounts(kind) && !deleted;

/**
 * It takes answers and events in the order of their arrival, and never asks by itself.
 *
 * @typedef {object} Message with more fields, which nothing here depends on
 * @property {number} seq
 * @property {number} revision
 * @property {number} author
 * @property {string} kind
 * @property {boolean} deleted
 * @property {{seq: number, text: string}} [reply]
 * @property {import("./reactions.js").Reaction[]} [reactions]
 *
 * @typedef {{id: number, nick: string, avatar: string}} Person
 * @typedef {object} Hooks
 * @property {() => boolean} isReading whether the person is looking at the newest messages now
 * @property {() => void} catchUp something was missed: ask for the changes since `revision`
 * @property {() => void} arrived there are new messages at the end
 */
export class RoomTimeline {
  /**
   * `people` are those the window knows already, and `room` is what the sidebar knows about this room. `from` is an
   * earlier timeline of the same room: its messages are shown until the answer arrives.
   * @param {{id: number, me: number, people: Record<number, Person>, room?: object | null, from?: RoomTimeline | null}}
   *   given
   * @param {Partial<Hooks>} hooks
   */
  constructor({ id, me, people, room = null, from = null }, hooks = {}) {
    this.id = id;
    this.me = me;
    this.people = people;
    this.hooks = { isReading: () => false, catchUp: () => {}, arrived: () => {}, ...hooks };
    this.room = from ? from.room : room;
    /** @type {Message[]} */
    this.messages = [...(from?.messages ?? [])];
    this.hasOlder = from?.hasOlder ?? false;
    this.hasNewer = from?.hasNewer ?? false;
    this.lastSeen = from?.lastSeen ?? null;
    this.online = from?.online ?? 0;
    this.ready = false;
    this.revision = 0;
    this.hasGap = false;
    this.freshSeq = null;
    this.unreadAfter = null;
    this.seen = {};
    this.seesReceipts = false;
    this.early = []; // events that arrive before the answer, and may be newer than it
    /** @type {Message[]} */
    this.sentEarly = [...(from?.sentEarly ?? [])]; // sent from here before the answer; shown until then
  }

  /** The other people in a direct conversation. */
  get others() {
    return (this.room?.people ?? []).filter((person) => person.id !== this.me);
  }

  /** The other person in a conversation of two, or the only one left in a group whose account is open. */
  get companion() {
    const open = this.others.filter((person) => !person.is_account_blocked),
      some = open.length ? open : this.others;
    return this.room?.kind === "direct" && some.length === 1 ? some[0] : null;
  }

  counts(message) {
    return countsFor(this.me, message);
  }

  /** Take the answer to `open`, then the events that arrived before it. */
  opened(answer) {
    const { room, revision } = answer;
    this.adopt(answer.people);
    Object.assign(this, { room, revision, messages: answer.messages.map(Object.freeze), ready: true });
    this.hasOlder = (this.messages[0]?.seq ?? 1) > 1;
    this.hasNewer = (this.messages.at(-1)?.seq ?? room.last_seq) < room.last_seq;
    this.unreadAfter = room.unread ? room.last_read_seq : null;
    this.updateOthers(answer);
    this.freshSeq = this.firstUnread();
    this.early.splice(0).forEach((apply) => apply());
  }

  /** Take the answer to `open` with `since`: what has changed after that revision. */
  caughtUp(answer) {
    this.adopt(answer.people);
    this.room = { ...this.room, ...answer.room };
    this.updateOthers(answer);
    this.insert(answer.messages);
    this.requote(answer.quotes);
    this.revision = Math.max(this.revision, answer.revision);
    this.hasGap = !answer.complete;
  }

  /** Take what others have read, when the other person was last seen, and how many members are online. */
  updateOthers({ seen, last_seen, online }) {
    this.online = online;
    this.seesReceipts = Boolean(seen);
    this.seen = Object.fromEntries(seen ?? []);
    this.lastSeen = last_seen ? new Date(last_seen).toISOString() : last_seen;
  }

  /** Take a page of older or newer messages, next to those that are here. */
  extend(answer, isOlder) {
    this.adopt(answer.people);
    const rows = answer.messages.map(Object.freeze);
    this.messages = isOlder ? [...rows, ...this.messages] : [...this.messages, ...rows];
    if (isOlder) {
      this.hasOlder = rows.length > 0 && rows[0].seq > 1;
      this.freshSeq = this.firstUnread() ?? this.freshSeq;
    } else this.hasNewer = rows.length > 0 && rows.at(-1).seq < this.room.last_seq;
    this.trim(isOlder);
  }

  /** Keep the number of rows limited: those far from the reader are dropped, and loaded again when needed. */
  trim(atEnd) {
    const surplus = this.messages.length - ROWS_MAX;
    if (surplus <= 0) return;
    this.messages = atEnd ? this.messages.slice(0, -surplus) : this.messages.slice(surplus);
    Object.assign(this, atEnd ? { hasNewer: true } : { hasOlder: true });
  }

  /** The first loaded message that was unread when the room was opened. */
  firstUnread() {
    const mark = this.unreadAfter;
    if (mark === null) return null;
    return this.messages.find((message) => message.seq > mark && this.counts(message))?.seq ?? null;
  }

  /** How many of the loaded messages after `seq` are unread. */
  unreadLoaded(seq = 0) {
    const read = Math.max(seq, this.room.last_read_seq);
    return this.messages.filter((message) => message.seq > read && this.counts(message)).length;
  }

  /** By seq of a loaded message: the people who have read up to it, without its author. */
  seenAt() {
    const marks = new Map(Object.entries(this.seen).map(([id, seq]) => [Number(id), seq])),
      readers = new Map();
    for (const { author, seq } of this.messages)
      if (author !== this.me && marks.has(author)) marks.set(author, Math.max(marks.get(author), seq));
    const counted = this.messages.filter((message) => kindCounts(message.kind));
    for (const [id, mark] of marks) {
      const last = counted.findLast(({ seq }) => seq <= mark);
      if (last && last.author !== id && (!this.hasNewer || last !== counted.at(-1)))
        readers.set(last.seq, [...(readers.get(last.seq) ?? []), id]);
    }
    return readers;
  }

  adopt(people) {
    for (const person of people) this.people[person.id] = person;
  }

  /** Apply a change. While the room is still loading it waits, because it may be newer than the answer. */
  revise(revision, apply) {
    if (!this.ready) return this.early.push(() => this.revise(revision, apply));
    if (revision <= this.revision) return;
    if (revision > this.revision + 1) return this.missed();
    this.revision = revision;
    apply();
  }

  /** Something was missed: ask for it. */
  missed() {
    this.hasGap = true;
    this.hooks.catchUp();
  }

  /** Insert rows in order of seq; rows outside the loaded range (older than it, or beyond a gap) are left out. */
  insert(rows) {
    const arrived = [],
      oldest = this.messages[0]?.seq ?? 0,
      newest = this.messages.at(-1)?.seq ?? 0;
    const bySeq = new Map(this.messages.map((message) => [message.seq, message]));
    for (const row of rows) {
      const had = bySeq.get(row.seq);
      if (had ? had.revision < row.revision : row.seq > newest ? !this.hasNewer : row.seq >= oldest) {
        bySeq.set(row.seq, Object.freeze(row));
        if (!had && row.seq > newest) arrived.push(row);
      }
      if (this.room) this.room.last_seq = Math.max(this.room.last_seq, row.seq);
    }
    this.messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    if (!arrived.length) return;
    const first = arrived.find((row) => this.counts(row))?.seq;
    if (first && !this.hooks.isReading() && (this.freshSeq === null || this.freshSeq <= this.room.last_read_seq))
      Object.assign(this, { freshSeq: first, unreadAfter: first - 1 });
    this.hooks.arrived();
  }

  /** Change a loaded row, unless a newer one is already here. */
  amend(seq, revision, change) {
    const index = this.messages.findIndex((message) => message.seq === seq),
      had = this.messages[index];
    if (had && had.revision < revision) this.messages[index] = Object.freeze({ ...had, revision, ...change(had) });
  }

  /** Replace the quotes in replies; `quotes` is {seq of the quoted message: text}. */
  requote(quotes) {
    this.messages = this.messages.map((message) => {
      const text = quotes[message.reply?.seq];
      return text === undefined ? message : Object.freeze({ ...message, reply: { ...message.reply, text } });
    });
  }

  /**
   * Change the reactions to a message.
   * @param {import("./reactions.js").Change & {seq: number, revision: number}} event
   */
  react(event) {
    this.amend(event.seq, event.revision, (had) => ({ reactions: changeReactions(had.reactions ?? [], event) }));
  }

  /** Everything from `seq` on is unread again: the "new" line is above that message, or an earlier unread one. */
  markUnread(seq) {
    this.unreadAfter = Math.min(seq - 1, this.room.last_read_seq);
    this.freshSeq = this.firstUnread();
  }

  /** This person's own messages are all read: there is no "new" line. */
  forgetUnread() {
    this.freshSeq = this.unreadAfter = null;
  }

  /** The server has answered the sender: `row` is the message as it is stored. */
  sent(row) {
    if (this.ready) return this.insert([row]);
    this.early.push(() => this.revise(row.revision, () => this.insert([row])));
    this.sentEarly.push(Object.freeze(row));
    this.messages = [...this.messages, row];
  }

  /** Show no earlier messages while the room loads, only what was sent from here meanwhile. */
  clear() {
    this.messages = [...this.sentEarly];
  }
}
