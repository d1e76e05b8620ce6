// A part of Chat: knows where the reader is, and marks messages as read.
import { publish } from "../../events.js";
import { shownCount } from "../../i18n.js";
import { untilMidnight } from "../../times.js";
import { lastInSight } from "../landmarks.js";
import { readingMarks } from "../reading_marks.js";

const NEAR_PX = 120,
  READ_MS = 250;

/** @type {VuePart} */
export const reading = {
  data() {
    return { today: new Date().toDateString() };
  },
  computed: {
    /** How many unread messages there are, if some of them are below the visible part. */
    news() {
      if (this.hasNewer) return this.room?.unread ?? 0;
      if (!this.view.away) return 0;
      return this.timeline.unreadLoaded(this.view.sight);
    },
    newsShown() {
      return shownCount(this.news);
    },
  },
  created() {
    this.atBottom = true;
  },
  mounted() {
    for (const name of ["focus", "resize"]) addEventListener(name, this.onAttention);
    document.addEventListener("visibilitychange", this.onAttention);
    this.awaitMidnight();
  },
  unmounted() {
    clearTimeout(this.midnight);
    for (const name of ["focus", "resize"]) removeEventListener(name, this.onAttention);
    document.removeEventListener("visibilitychange", this.onAttention);
  },
  methods: {
    /** The labels of days change at midnight, also in a window that nobody touches. */
    awaitMidnight() {
      this.midnight = setTimeout(
        () => {
          this.today = new Date().toDateString();
          this.awaitMidnight();
        },
        untilMidnight(new Date()) + 50,
      );
    },
    onAttention() {
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
      this.view.far = below > 2 * log.clientHeight;
      this.view.away = !this.atBottom;
      if (this.view.keepsUnread) this.view.sight = this.lastInSight();
      publish("reading", this.isReading());
    },
    sendRead(room, seq) {
      this.readAt = Date.now();
      readingMarks.read(room, seq);
    },
    isReading() {
      return this.ready && !this.view.keepsUnread && this.atBottom && !document.hidden && document.hasFocus();
    },
    /** The seq of the last message that is fully visible. */
    lastInSight() {
      if (this.atBottom) return this.messages.at(-1)?.seq ?? 0;
      return lastInSight(this.$refs.log);
    },
    markRead() {
      if (
        !this.ready ||
        this.view.keepsUnread ||
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
