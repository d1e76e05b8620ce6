// Unread counts: the server's, updated by the events since; and which of them are shown and notified.
import { counted } from "../i18n.js";
import { alerts } from "../notify/alerts.js";

/** @type {VuePart} */
export const numbers = {
  computed: {
    /** How many messages address this person, and whether there is other news; the room being read does not count. */
    calling() {
      const rooms = Object.values(this.rooms).filter((room) => !this.isInSight(room));
      const number = rooms.reduce((sum, room) => sum + (room.kind === "direct" ? this.number(room) : room.mentions), 0);
      return { number, dot: rooms.some((room) => this.number(room) > 0) };
    },
  },
  methods: {
    isPaused(until) {
      return until !== null && until > this.moment;
    },
    levelOf(room) {
      return room.level || this.own.level;
    },
    /** Whether only mentions count in this room. */
    isHushed(room) {
      return this.isPaused(room.muted_until) || this.levelOf(room) === "nothing";
    },
    number(room) {
      return this.isHushed(room) ? room.mentions : room.unread;
    },
    isInSight(room) {
      return room.id === this.shown && this.reading;
    },
    wants(room, called) {
      return (
        !this.isHushed(room) &&
        !this.isPaused(this.own.quiet_until) &&
        (called || room.kind === "direct" || this.levelOf(room) === "everything")
      );
    },
    /** Notify also of messages that came while the connection was lost. */
    tellMissed(before, room) {
      if (
        !before ||
        room.last_seq <= before.last_seq ||
        room.unread <= before.unread ||
        !this.wants(room, room.mentions > before.mentions)
      )
        return;
      alerts.hear(room.id, room.last_seq, { from: before.last_seq + 1, plays: this.own.plays_sound });
    },
    badge(room) {
      return this.isInSight(room)
        ? ""
        : this.number(room) > 999
          ? "999+"
          : this.number(room) > 0
            ? this.number(room)
            : "";
    },
    /** Whether the badge is quiet: in a room where no unread message mentions this person. */
    isCalm(room) {
      return room.kind !== "direct" && !room.mentions;
    },
    unread(room) {
      return counted(this.texts.unread, this.number(room), this.badge(room));
    },
    note(id, event, counts) {
      const room = this.rooms[id],
        mine = event.author === this.me.id;
      if (!room) return;
      if (event.seq > room.last_seq) Object.assign(room, { last_seq: event.seq, last_at: Date.now() / 1000 });
      if (!this.isNews(room, event.revision) || !counts) return;
      if (mine) {
        // one's own message is read if everything before it is; see reading.unread.follow
        if (room.last_read_seq === event.seq - 1) room.last_read_seq = event.seq;
        return;
      }
      room.unread += 1;
      room.mentions += this.meansMe(event);
      if (!this.blocked.includes(event.author) && this.wants(room, this.meansMe(event)))
        alerts.hear(id, event.seq, { plays: this.own.plays_sound });
    },
    /** 1 if a message mentions this person or everyone, and they have not blocked its author, else 0. */
    meansMe({ author, names, everyone }) {
      return !this.blocked.includes(author) && (names.includes(this.me.id) || everyone) ? 1 : 0;
    },
    withdraw(id, event) {
      this.recount(id, event, -1);
    },
    restore(id, event) {
      this.recount(id, event, 1);
    },
    recount(id, event, step) {
      const room = this.rooms[id];
      if (!room || !this.isNews(room, event.revision) || event.seq <= room.last_read_seq || event.author === this.me.id)
        return;
      room.unread = Math.max(0, room.unread + step);
      room.mentions = Math.max(0, room.mentions + step * this.meansMe(event));
    },
    /** Whether a change is not in the unread count yet; frames may come late, or twice. */
    isNews(room, revision) {
      if (revision <= room.revision) return false;
      room.revision = revision;
      return true;
    },
  },
};
