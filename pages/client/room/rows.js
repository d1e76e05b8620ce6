// Turns messages, and those waiting to be sent, into the rows that are drawn: days, groups, the "new" line.
import { text } from "../i18n.js";
import { changeReactions } from "./reactions.js";

const TRACE = { deleted: true, files: null, reactions: null, reply: null, edited: null, pinned: false };
const GROUP_MS = 5 * 60 * 1000;

/** @type {VuePart} */
export const rows = {
  computed: {
    seenAt() {
      return this.timeline?.seenAt() ?? new Map();
    },
    rows() {
      const rows = [];
      let before = null,
        day = null;
      // a message may arrive before the answer to its sender
      const here = new Set(this.messages.filter(({ author }) => author === this.me.id).map(({ key }) => key));
      const waiting = this.pending
        .filter((entry) => entry.event === "send" && !here.has(entry.key))
        .map((entry) => ({
          key: entry.key,
          author: this.me.id,
          at: new Date(entry.at).toISOString(),
          kind: "text",
          body: entry.data.body,
          keys: entry.files,
          reply: entry.data.quote,
          state: entry.state,
          reason: entry.reason,
          entry,
        }));
      const changes = this.pending.filter((entry) => entry.event !== "send");
      for (const message of [...this.messages, ...(this.hasNewer ? [] : waiting)]) {
        const at = new Date(message.at);
        if (at.toDateString() !== day) {
          day = at.toDateString();
          rows.push({ type: "day", id: `day:${day}`, label: this.dayLabel(at) });
          before = null;
        }
        if (message.seq !== undefined && message.seq === this.freshSeq) {
          rows.push({ type: "fresh", id: "fresh" });
          before = null;
        }
        const time = this.clock.format(at);
        if (message.kind === "notice") {
          rows.push({
            type: "notice",
            id: message.seq,
            seq: message.seq,
            text: this.noticeText(message),
            at: message.at,
            time,
            full: this.moment.format(at),
          });
          before = null;
          continue;
        }
        const joins =
          before?.author === message.author && at.getTime() - Date.parse(before.at) < GROUP_MS && !message.reply;
        rows.push({
          ...message,
          ...this.changed(message, changes),
          named: this.isNamed(message),
          seenBy: this.seenAt.get(message.seq),
          type: "message",
          number: message.id,
          id: `${message.author}:${message.key}`,
          first: !joins,
          time,
          full: this.moment.format(at),
          author: this.people[message.author] ?? { nick: text("someone"), avatar: "" },
          mine: message.author === this.me.id,
        });
        before = message;
      }
      return rows;
    },
  },
  methods: {
    /** What a message will look like once this person's changes to it have arrived. */
    changed(message, changes) {
      const mine = changes.filter((entry) => entry.data.message === message.id);
      if (!mine.length) return { state: message.state ?? "sent" };
      const change = { state: "sent" };
      for (const entry of mine) {
        if (entry.event === "edit")
          Object.assign(change, { html: "", body: entry.data.body, state: entry.state, reason: entry.reason, entry });
        if (entry.event === "react")
          change.reactions = this.reacted("reactions" in change ? change.reactions : message.reactions, entry.data);
        if (entry.event === "pin") change.pinned = entry.data.on;
      }
      const last = mine.findLast((entry) => ["delete", "undelete"].includes(entry.event));
      return last?.event === "delete" ? { ...change, ...TRACE } : change;
    },
    reacted(reactions = [], { emoji, on }) {
      const order = [...reactions.map((one) => one.emoji), emoji]; // where the server puts it, its event will tell
      return changeReactions(reactions, { emoji, on, user: this.me.id, nick: this.people[this.me.id].nick, order });
    },
    isNamed(message) {
      return (
        message.author !== this.me.id &&
        (Boolean(message.names?.[this.me.id]) || (message.html ?? "").includes('class="mention" data-user="all">'))
      );
    },
    /** The server's HTML, with the current nick in each mention. */
    dressed(row) {
      if (!row.names) return row.html;
      const escaped = (nick) => nick.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      return row.html.replace(/(<span class="mention" data-user="(\d+)">)[^<]*/g, (whole, tag, id) => {
        const nick = this.people[id]?.nick ?? row.names[id];
        return nick
          ? `${tag.replace('"mention"', Number(id) === this.me.id ? '"mention me"' : '"mention"')}@${escaped(nick)}`
          : whole;
      });
    },
  },
};
