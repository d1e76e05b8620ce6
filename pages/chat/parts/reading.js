// Where the reader is, and what is read by that.
const NEAR_PX = 120,
  READ_MS = 250;

export const reading = {
  data() {
    return { fresh: 0, far: false, today: new Date().toDateString() };
  },
  computed: {
    news() {
      return this.hasNewer ? (this.room?.unread ?? 0) : this.fresh;
    },
  },
  created() {
    this.atBottom = true;
  },
  mounted() {
    for (const name of ["focus", "resize"]) addEventListener(name, this.onLook);
    document.addEventListener("visibilitychange", this.onLook);
  },
  unmounted() {
    for (const name of ["focus", "resize"]) removeEventListener(name, this.onLook);
    document.removeEventListener("visibilitychange", this.onLook);
  },
  methods: {
    onLook() {
      this.today = new Date().toDateString();
      this.markRead();
    },
    onScroll() {
      this.measure();
      this.loadAround();
      this.markRead();
    },
    measure() {
      const log = this.$refs.log,
        below = log.scrollHeight - log.scrollTop - log.clientHeight;
      this.atBottom = below < NEAR_PX && !this.hasNewer;
      this.far = below > 2 * log.clientHeight;
      if (this.atBottom) this.fresh = 0;
      window.messenger.tell("reading", this.isReading());
    },
    async sendRead(room, seq) {
      this.readAt = Date.now();
      const answer = await window.messenger.ask("read", { room, seq }).catch(() => null);
      if (answer) window.messenger.tell("RoomRead", answer);
    },
    isReading() {
      return this.ready && this.atBottom && !document.hidden && document.hasFocus();
    },
    /** The seq of the last message that is wholly in sight. */
    lastInSight() {
      const log = this.$refs.log,
        edge = log.getBoundingClientRect().bottom + 8;
      if (this.atBottom) return this.messages.at(-1)?.seq ?? 0;
      const rows = [...log.querySelectorAll("[data-seq]")];
      return Number(rows.findLast((row) => row.getBoundingClientRect().bottom <= edge)?.dataset.seq ?? 0);
    },
    markRead() {
      if (
        !this.ready ||
        this.resting ||
        document.hidden ||
        !document.hasFocus() ||
        !this.room?.is_member ||
        this.room.last_read_seq >= this.room.last_seq
      )
        return;
      clearTimeout(this.readTimer);
      const wait = (this.readAt ?? 0) + READ_MS - Date.now();
      if (wait > 0) {
        this.readTimer = setTimeout(() => this.markRead(), wait);
        return;
      }
      const seq = this.lastInSight();
      if (seq > this.room.last_read_seq) this.sendRead(this.id, seq);
    },
  },
};
