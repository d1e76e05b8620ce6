// A part of Chat: scrolls to the newest message, a message, a day, the "new" line, or where the reader was.
import { ask } from "../../connection/connection.js";
import { say } from "../../shell/toast.js";
import { thisWindow } from "../../storage.js";
import { topmost } from "../landmarks.js";

const LINE_PX = 44; // below the day

/** @type {VuePart} */
export const scrolling = {
  mounted() {
    addEventListener("pagehide", this.keepSpot);
    addEventListener("popstate", this.onPop);
    this.watcher = new ResizeObserver(() => {
      if (this.atBottom) this.follow();
    });
    this.watcher.observe(this.$refs.log);
    this.watcher.observe(this.$refs.log.firstElementChild);
  },
  unmounted() {
    removeEventListener("pagehide", this.keepSpot);
    removeEventListener("popstate", this.onPop);
    this.watcher.disconnect();
  },
  methods: {
    onPop() {
      const id = Number(location.pathname.split("/")[2]);
      if (id) this.show(id, Number(new URLSearchParams(location.search).get("message")) || null);
    },
    settle() {
      const log = this.$refs.log,
        sought = this.view.lit ?? this.view.spot?.seq;
      const target = sought ? log.querySelector(`[data-seq="${sought}"]`) : this.freshElement();
      if (target) {
        const top = this.view.spot?.top ?? (this.view.lit ? log.clientHeight / 3 : LINE_PX);
        log.scrollTop += target.getBoundingClientRect().top - log.getBoundingClientRect().top - top;
        this.measure();
      } else this.toBottom();
      this.view.spot = null;
      this.markRead();
      this.loadAround();
    },
    /** Store the topmost visible message and its position for a reload; nothing if the reader is at the newest. */
    keepSpot() {
      const spot = this.ready && !this.atBottom && topmost(this.$refs.log);
      thisWindow.writeJson("spot", spot ? { room: this.id, ...spot } : null);
    },
    keptSpot() {
      const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
      if (visit?.type !== "reload") return null;
      const spot = thisWindow.readJson("spot");
      return spot?.room === this.first ? spot : null;
    },
    freshElement() {
      return this.$refs.log.querySelector(".fresh");
    },
    toBottom() {
      const log = this.$refs.log;
      if (!log) return;
      log.scrollTop = log.scrollHeight;
      this.measure();
    },
    /** Stay at the end, but while nobody looks, do not scroll past the first new message. */
    follow() {
      const line = document.hidden || !document.hasFocus() ? this.freshElement() : null;
      this.toBottom();
      const above = line ? this.$refs.log.getBoundingClientRect().top + LINE_PX - line.getBoundingClientRect().top : 0;
      if (above <= 0) return;
      this.$refs.log.scrollTop -= above;
      this.measure();
    },
    async toNewest() {
      history.replaceState(null, "", `/rooms/${this.id}`);
      if (this.hasNewer) return this.showNewest();
      this.toBottom();
      this.markRead();
    },
    /** Show the newest messages, even if there are unread ones before them. */
    showNewest() {
      const { id } = this;
      return this.show(id, this.room.last_seq).then(() => {
        if (id !== this.id) return;
        this.view.lit = null;
        this.toBottom();
      });
    },
    /** Show a message of this room, loaded or not. */
    goTo(seq) {
      const row = this.$refs.log.querySelector(`article[data-seq="${seq}"]`);
      if (!row) return this.show(this.id, seq);
      this.view.lit = null;
      row.scrollIntoView({ block: "center" });
      this.$nextTick(() => {
        this.view.lit = seq;
      });
    },
    /** Show the first message on a day in the reader's time zone (YYYY-MM-DD), or later. */
    async jumpTo(day) {
      const room = this.id,
        moment = new Date(`${day}T00:00`).getTime();
      const answer =
        Number.isFinite(moment) &&
        moment >= 0 &&
        (await ask("date", { room, moment }).catch((error) => say(error.text ?? "")));
      if (answer && room === this.id) this.goTo(answer.seq);
    },
  },
};
