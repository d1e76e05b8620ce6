// History without end in both directions, of which the page holds a bounded number of rows.
const PAGE = 30,
  OLDER_PX = 800,
  ROWS_MAX = 200;

export const history = {
  methods: {
    /** More messages when the reader nears either end of what is loaded; what is on the screen stays where it is. */
    async loadAround() {
      const log = this.$refs.log;
      if (!this.ready || this.loading || !log) return;
      const older = this.hasOlder && log.scrollTop < OLDER_PX;
      const newer = this.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < OLDER_PX;
      if (!older && !newer) return;
      this.loading = true;
      const turn = this.turn;
      try {
        const edge = older ? { before: this.messages[0].seq } : { after: this.messages.at(-1).seq };
        const found = await window.messenger.ask("history", { room: this.id, ...edge, limit: PAGE });
        if (turn !== this.turn) return;
        this.adopt(found.people);
        const rows = found.messages.map(Object.freeze),
          still = this.landmark();
        this.messages = older ? [...rows, ...this.messages] : [...this.messages, ...rows];
        if (older) {
          this.hasOlder = rows.length > 0 && rows[0].seq > 1;
          this.freshSeq = this.firstUnread() ?? this.freshSeq;
        } else this.hasNewer = rows.length > 0 && rows.at(-1).seq < this.room.last_seq;
        this.trim(older);
        await this.$nextTick();
        still();
        this.measure();
        this.markRead();
      } catch (error) {
        if (error.code === undefined) console.error(error);
        if (error.retry_after) setTimeout(() => this.loadAround(), error.retry_after * 1000);
        return;
      } finally {
        this.loading = false;
      }
      this.loadAround();
    },
    /** The page holds a bounded number of rows: what is far from the reader goes, and comes back when it is near. */
    trim(older) {
      const surplus = this.messages.length - ROWS_MAX;
      if (surplus <= 0) return;
      this.messages = older ? this.messages.slice(0, -surplus) : this.messages.slice(surplus);
      Object.assign(this, older ? { hasNewer: true } : { hasOlder: true });
    },
  },
};
