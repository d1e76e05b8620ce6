// What is unread in each room: told by the server, counted on by what is heard since; what of it is shown and told.
export const numbers = {
  computed: {
    /** How many messages speak to this person, and whether there is other news, outside of what is being read. */
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
    /** Nothing is wanted of it but what calls one by name. */
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
    /** What was said while the line was away is told as well. */
    tellMissed(before, room) {
      if (
        !before ||
        room.last_seq <= before.last_seq ||
        room.unread <= before.unread ||
        !this.wants(room, room.mentions > before.mentions)
      )
        return;
      window.messenger.alerts.hear(room.id, room.last_seq, { from: before.last_seq + 1, plays: this.own.plays_sound });
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
    /** Nobody was spoken to by name: a quiet number. */
    isCalm(room) {
      return room.kind !== "direct" && !room.mentions;
    },
    unread(room) {
      return window.messenger.counted(this.texts.unread, this.number(room), this.badge(room));
    },
    note(id, event, counts) {
      const room = this.rooms[id],
        mine = event.author === this.me.id;
      if (!room) return;
      if (event.seq > room.last_seq) Object.assign(room, { last_seq: event.seq, last_at: Date.now() / 1000 });
      if (!this.isNews(room, event.revision) || !counts) return;
      if (mine) {
        // one's own words are read where everything before them is; see reading.unread.follow
        if (room.last_read_seq === event.seq - 1) room.last_read_seq = event.seq;
        return;
      }
      room.unread += 1;
      room.mentions += this.meansMe(event);
      if (!this.blocked.includes(event.author) && this.wants(room, this.meansMe(event)))
        window.messenger.alerts.hear(id, event.seq, { plays: this.own.plays_sound });
    },
    /** 1 where a message speaks to this person, and is not of somebody whom they have blocked. */
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
    /** Whether the number of unread messages does not know of this change yet: frames may come late, or twice. */
    isNews(room, revision) {
      if (revision <= room.revision) return false;
      room.revision = revision;
      return true;
    },
  },
};
