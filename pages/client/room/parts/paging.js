// A part of Chat: loads older and newer messages when the reader comes near them.
import { landmark } from "../landmarks.js";

const OLDER_PX = 800;

/** @type {VuePart} */
export const paging = {
  methods: {
    /** Load more messages when the reader comes near either end; the visible ones stay where they are. */
    async loadAround() {
      const { log } = this.$refs;
      if (!this.ready || !log) return;
      const older = this.hasOlder && log.scrollTop < OLDER_PX;
      const newer = this.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < OLDER_PX;
      if (!older && !newer) return;
      try {
        if (await this.requests.page(older, (extend) => this.drawPage(extend))) this.loadAround();
      } catch (error) {
        if (error.code === undefined) console.error(error);
        if (error.retry_after) setTimeout(() => this.loadAround(), error.retry_after * 1000);
      }
    },
    /** Draw more messages. */
    async drawPage(extend) {
      const still = landmark(this.$refs.log);
      extend();
      await this.$nextTick();
      still();
      this.measure();
      this.markRead();
    },
  },
};
