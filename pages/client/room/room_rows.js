// Turns messages, and those waiting to be sent, into the rows that are drawn, by day: groups, the "new" line.
import { changeReactions } from "./reactions.js";

const TRACE = { deleted: true, files: null, reactions: null, reply: null, edited: null, pinned: false };
const GROUP_MS = 5 * 60 * 1000;
const FOLDED_FROM_LINES = 40, // about one screen
  LINE_CHARS = { phone: 38, wide: 96 };

const isEqual = (one, other) =>
  one === other ||
  (Array.isArray(one) && one.length === other?.length && one.every((value, at) => value === other[at]));
const areEqual = (one, other) => {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isEqual(one[key], other[key]));
};

/** Whether a text takes more than about one screen; lines are longer on a wide one. */
export const isLong = (body, isPhone) => {
  const wide = isPhone ? LINE_CHARS.phone : LINE_CHARS.wide;
  if (!body || body.length < FOLDED_FROM_LINES) return false;
  const lines = body.split("\n").map((line) => Math.max(1, Math.ceil(line.length / wide)));
  return lines.reduce((sum, count) => sum + count, 0) > FOLDED_FROM_LINES;
};

/** This person's newest message, from all rows; null if it has not been sent yet, so that it cannot be edited. */
export const lastOwn = (rows) => {
  const last = rows.findLast((row) => row.type === "message" && row.mine && !row.deleted);
  return last?.number ? last : null;
};

/** The server's HTML of a row, with the current nick in each mention; all its headings are of one level. */
export const withCurrentNicks = (row, people, me) => {
  const html = row.html.replace(/<(h[345])>/g, '<$1 aria-level="3">');
  if (!row.names) return html;
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return html.replace(/(<span class="mention" data-user="(\d+)">)[^<]*/g, (whole, tag, id) => {
    const nick = people[id]?.nick ?? row.names[id];
    return nick
      ? `${tag.replace('"mention"', Number(id) === me ? '"mention me"' : '"mention"')}@${escaped(nick)}`
      : whole;
  });
};

/**
 * It keeps the rows that it made last: one that has not changed stays the same object, so that nobody draws it again.
 *
 * @typedef {object} RowTexts how moments and notices are said
 * @property {(at: Date) => string} day
 * @property {(at: Date, isShort?: boolean) => string} time beside a message it is short
 * @property {(at: Date) => string} full
 * @property {(message: object) => string} notice
 * @property {string} someone
 */
export class RoomRows {
  /**
   * @param {number} me
   * @param {RowTexts} texts
   */
  constructor(me, texts) {
    this.me = me;
    this.texts = texts;
    this.kept = new Map(); // rows by id
    this.times = new WeakMap(); // by message
  }

  /** The days with their rows; `seenAt` are the readers by seq, and `freshSeq` is the first new message. */
  days({ messages, pending, hasNewer, freshSeq, seenAt, people }) {
    const days = [],
      kept = new Map();
    let before = null,
      day = null;
    const add = (row) => {
      const old = this.kept.get(row.id),
        shownRow = old && areEqual(old, row) ? old : row;
      kept.set(row.id, shownRow);
      day.rows.push(shownRow);
    };
    const changes = pending.filter((entry) => entry.event !== "send");
    for (const message of [...messages, ...(hasNewer ? [] : this.waiting(messages, pending))]) {
      const { at, date, time, full } = this.timesOf(message);
      if (date !== day?.date) {
        day = { id: `day:${date}`, date, label: this.texts.day(at), rows: [] };
        days.push(day);
        before = null;
      }
      if (message.seq !== undefined && message.seq === freshSeq) {
        add({ type: "fresh", id: "fresh" });
        before = null;
      }
      if (message.kind === "notice") {
        const { seq } = message;
        add({ type: "notice", id: seq, seq, text: this.texts.notice(message), at: message.at, time, full });
        before = null;
        continue;
      }
      const isNear = before?.author === message.author && at.getTime() - Date.parse(before.at) < GROUP_MS;
      const first = !isNear || Boolean(message.reply);
      add({
        ...message,
        ...this.applyChanges(message, changes, people),
        named: this.isNamed(message),
        seenBy: seenAt.get(message.seq),
        type: "message",
        number: message.id,
        id: `${message.author}:${message.key}`,
        first,
        time: first ? time : this.texts.time(at, true),
        full,
        author: people[message.author] ?? { nick: this.texts.someone, avatar: "" },
        mine: message.author === this.me,
      });
      before = message;
    }
    this.kept = kept;
    return days;
  }

  /** Messages that have not been sent; one may arrive before the answer to its sender. */
  waiting(messages, pending) {
    const keys = new Set(messages.filter(({ author }) => author === this.me).map(({ key }) => key));
    return pending
      .filter((entry) => entry.event === "send" && !keys.has(entry.key))
      .map((entry) => ({
        key: entry.key,
        author: this.me,
        at: new Date(entry.at).toISOString(),
        kind: "text",
        body: entry.data.body,
        keys: entry.files,
        reply: entry.data.quote,
        state: entry.state,
        reason: entry.reason,
        isLate: entry.isLate,
        entry,
      }));
  }

  timesOf(message) {
    const cached = this.times.get(message);
    if (cached) return cached;
    const at = new Date(message.at),
      times = { at, date: at.toDateString(), time: this.texts.time(at), full: this.texts.full(at) };
    this.times.set(message, times);
    return times;
  }

  /** What a message will look like once this person's changes to it have arrived. */
  applyChanges(message, changes, people) {
    const own = changes.filter((entry) => entry.data.message === message.id);
    if (!own.length) return { state: message.state ?? "sent" };
    const change = { state: "sent" };
    for (const entry of own) {
      if (entry.event === "edit") {
        const { state, reason, isLate } = entry;
        Object.assign(change, { html: "", body: entry.data.body, state, reason, isLate, entry });
      }
      if (entry.event === "react")
        change.reactions = this.applyReaction(change.reactions ?? message.reactions ?? [], entry.data, people);
      if (entry.event === "pin") change.pinned = entry.data.on;
    }
    const last = own.findLast((entry) => ["delete", "undelete"].includes(entry.event));
    return last?.event === "delete" ? { ...change, ...TRACE } : change;
  }

  applyReaction(reactions, { emoji, on }, people) {
    const order = [...reactions.map((reaction) => reaction.emoji), emoji]; // last, until the server's event says where
    return changeReactions(reactions, { emoji, on, user: this.me, nick: people[this.me].nick, order });
  }

  isNamed(message) {
    return (
      message.author !== this.me &&
      (Boolean(message.names?.[this.me]) || (message.html ?? "").includes('class="mention" data-user="all">'))
    );
  }
}
