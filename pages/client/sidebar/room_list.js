// The rooms of this person with their unread counts: the server's, updated by the events since.
import { kindCounts } from "../room/message_kinds.js";

/** Events that change a count. Those that come while the list is loading are applied again to the answer. */
const COUNTED = new Set(["RoomRead", "RoomActivity", "MessagePosted", "ActivityWithdrawn", "ActivityRestored"]);
const ALL_SIGN = 'data-user="all"';

const byId = (rooms) => Object.fromEntries(rooms.map((room) => [room.id, room]));

/**
 * @typedef {object} Room an entry of the list, as the server sends it
 * @property {number} id
 * @property {string} kind
 * @property {string} name
 * @property {number} last_at
 * @property {number} revision
 * @property {number} last_seq
 * @property {number} last_read_seq
 * @property {number} unread
 * @property {number} mentions
 *
 * @typedef {object} Notify
 * @property {(room: number, seq: number, from?: number) => void} notify a message that this person wants to hear of;
 *   `from` is the first of several
 */

/** It takes answers and events in the order of their arrival. It needs no page. */
export class RoomList {
  /**
   * @param {{id: number, avatar?: string, own: object, blocked: number[]}} me
   * @param {Room[]} rooms
   * @param {Partial<Notify>} hooks
   */
  constructor(me, rooms, hooks = {}) {
    this.me = me.id;
    this.self = { ...me };
    this.own = me.own;
    this.blocked = me.blocked;
    /** @type {Record<number, Room>} */
    this.rooms = byId(rooms);
    this.presence = {};
    this.withDrafts = []; // rooms with a draft, as far as the server knows
    this.shown = null;
    this.reading = false;
    this.moment = Date.now();
    this.early = null;
    this.hooks = { notify: () => {}, ...hooks };
  }

  /** The server is being asked for the list. The result belongs to the answer: give it to `greet`. */
  beginGreeting() {
    this.early = [];
    return this.early;
  }

  /** Take the answer to `hello`, or null. Returns false if a later question has replaced this one. */
  greet(answer, early = this.early) {
    if (early !== this.early) return false;
    this.early = null;
    if (!answer) return false;
    const before = this.rooms;
    Object.assign(this, { rooms: byId(answer.rooms), presence: answer.presence, own: answer.own });
    Object.assign(this, { blocked: answer.blocked, withDrafts: answer.drafts });
    for (const [type, event] of early) this.apply(type, event);
    for (const room of answer.rooms) this.notifyMissed(before[room.id], room);
    return true;
  }

  /** Apply an event, by the name of its class. */
  apply(type, event) {
    if (COUNTED.has(type)) this.early?.push([type, event]);
    APPLIERS[type]?.(this, event);
  }

  /** Rooms by name. */
  named(compare) {
    const rooms = Object.values(this.rooms).filter((room) => room.kind !== "direct");
    return rooms.sort((a, b) => compare(a.name, b.name));
  }

  /** Direct conversations, the latest first. */
  directs() {
    const rooms = Object.values(this.rooms).filter((room) => room.kind === "direct");
    return rooms.sort((a, b) => b.last_at - a.last_at);
  }

  /** All of them, unread ones first, then the latest. */
  unreadFirst() {
    const isUnread = (room) => Number(this.number(room) > 0);
    return Object.values(this.rooms).sort((a, b) => isUnread(b) - isUnread(a) || b.last_at - a.last_at);
  }

  /** The pictures of a conversation: of two people if it is a group. */
  avatars(room) {
    const others = this.others(room).map((person) => person.avatar);
    return others.length ? others.slice(0, room.is_group ? 2 : 1) : [this.self.avatar];
  }

  /** The id of the other person in a conversation of two. */
  partner(room) {
    const others = room.kind === "direct" && !room.is_group ? this.others(room) : [];
    return others.length === 1 ? others[0].id : undefined;
  }

  others(room) {
    return room.people.filter((person) => person.id !== this.me);
  }

  /** The best status of the others in a direct conversation: online, away or undefined. */
  statusOf(room) {
    const statuses = new Set(this.others(room).map((person) => this.presence[person.id]));
    return ["online", "away"].find((status) => statuses.has(status));
  }

  isPaused(until) {
    return until !== null && until > this.moment;
  }

  /** Whether only mentions count in this room. */
  isMuted(room) {
    return this.isPaused(room.muted_until) || room.hears === "nothing";
  }

  /** How many unread messages the list shows for a room. */
  number(room) {
    return this.isMuted(room) ? room.mentions : room.unread;
  }

  /** The same without the room that is being read. */
  unseen(room) {
    return this.isInSight(room) ? 0 : Math.max(0, this.number(room));
  }

  isInSight(room) {
    return room.id === this.shown && this.reading;
  }

  /** How many messages address this person, and whether there is other news; the room being read does not count. */
  total() {
    const rooms = Object.values(this.rooms).filter((room) => !this.isInSight(room));
    const number = rooms.reduce((sum, room) => sum + (room.kind === "direct" ? this.number(room) : room.mentions), 0);
    return { number, dot: rooms.some((room) => this.number(room) > 0) };
  }

  /** Whether to ask the server for a notification of a message; it decides, see `wants` in notifications.py. */
  mayNotify(room, isMentioned) {
    const isQuiet = this.isMuted(room) || this.isPaused(this.own.quiet_until);
    return !isQuiet && (isMentioned || room.hears === "everything");
  }

  /** Notify also of messages that came while the connection was lost. */
  notifyMissed(before, room) {
    if (!before || room.last_seq <= before.last_seq || room.unread <= before.unread) return;
    if (this.mayNotify(room, room.mentions > before.mentions))
      this.hooks.notify(room.id, room.last_seq, before.last_seq + 1);
  }

  /** There is a new message; `counts` if it can be unread. */
  note(id, message, counts) {
    const room = this.rooms[id];
    if (!room) return;
    if (message.seq > room.last_seq) Object.assign(room, { last_seq: message.seq, last_at: Date.now() / 1000 });
    if (!this.isNews(room, message.revision) || !counts) return;
    if (message.author === this.me) {
      // one's own message is read if everything before it is; see reading.unread.follow
      if (room.last_read_seq === message.seq - 1) room.last_read_seq = message.seq;
      return;
    }
    const mentions = this.countMentions(message);
    room.unread += 1;
    room.mentions += mentions;
    if (this.blocked.includes(message.author)) return;
    if (this.mayNotify(room, mentions > 0)) this.hooks.notify(id, message.seq);
  }

  /** Stop counting a message, or count it again. */
  recount(id, message, step) {
    const room = this.rooms[id];
    if (!room || !this.isNews(room, message.revision)) return;
    if (message.seq <= room.last_read_seq || message.author === this.me) return;
    room.unread = Math.max(0, room.unread + step);
    room.mentions = Math.max(0, room.mentions + step * this.countMentions(message));
  }

  /** 1 if a message mentions this person or everyone, and they have not blocked its author, else 0. */
  countMentions({ author, names, everyone }) {
    return !this.blocked.includes(author) && (names.includes(this.me) || everyone) ? 1 : 0;
  }

  /** Whether a change is not in the unread count yet; frames may come late, or twice. */
  isNews(room, revision) {
    if (revision <= room.revision) return false;
    room.revision = revision;
    return true;
  }
}

/** By the name of an event: what it does with a list. */
const APPLIERS = {
  RoomGained(list, { entry }) {
    list.rooms[entry.id] = entry;
  },
  RoomLost(list, { room }) {
    delete list.rooms[room];
  },
  RoomChanged(list, { room, summary }) {
    if (list.rooms[room]) Object.assign(list.rooms[room], summary);
  },
  RoomRead(list, { room, last_read_seq, unread, mentions, revision }) {
    if (revision >= list.rooms[room]?.revision)
      Object.assign(list.rooms[room], { last_read_seq, unread, mentions, revision });
  },
  RoomActivity: (list, event) => list.note(event.room, event, event.counts),
  MessagePosted(list, { room, message }) {
    const names = Object.keys(message.names ?? {}).map(Number),
      everyone = message.html.includes(ALL_SIGN);
    list.note(room, { ...message, names, everyone }, kindCounts(message.kind));
  },
  ActivityWithdrawn: (list, event) => list.recount(event.room, event, -1),
  ActivityRestored: (list, event) => list.recount(event.room, event, 1),
  RoomLevelChanged(list, { room, hears, muted_until }) {
    if (list.rooms[room]) Object.assign(list.rooms[room], { hears, muted_until });
  },
  UserChanged(list, { user }) {
    if (user.id === list.me) Object.assign(list.self, user);
    for (const room of Object.values(list.rooms))
      for (const person of room.people) if (person.id === user.id) Object.assign(person, user);
  },
  PresenceChanged(list, { user, status }) {
    if (!list.own.hides_presence) list.presence = { ...list.presence, [user]: status };
  },
  BlocklistChanged(list, { people }) {
    list.blocked = people;
  },
  OwnSettingsChanged(list, { settings }) {
    list.own = settings;
  },
  DraftChanged(list, { room, body }) {
    list.withDrafts = list.withDrafts.filter((id) => id !== room).concat(body ? room : []);
  },
};

/** The names of the events that concern a list. */
export const LIST_EVENTS = Object.keys(APPLIERS);
