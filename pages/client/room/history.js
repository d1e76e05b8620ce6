// Endless history in both directions; the page holds a limited number of rows.
import { ask } from "../connection/connection.js";

const PAGE = 30,
  OLDER_PX = 800,
  ROWS_MAX = 200;

/** @type {VuePart} */
export const history = {
  methods: {
    /** Load more messages when the reader comes near either end; the visible ones stay where they are. */
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
        const found = await ask("history", { room: this.id, ...edge, limit: PAGE });
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
    /** Keep the number of rows limited: those far from the reader are dropped, and loaded again when needed. */
    trim(older) {
      const surplus = this.messages.length - ROWS_MAX;
      if (surplus <= 0) return;
      this.messages = older ? this.messages.slice(0, -surplus) : this.messages.slice(surplus);
      Object.assign(this, older ? { hasNewer: true } : { hasOlder: true });
    },
  },
};
