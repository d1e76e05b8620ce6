// A part of Chat: gives Vue the rows that RoomRows (room_rows.js) makes of the messages.
import { text } from "../../i18n.js";
import { phone } from "../../media.js";
import { withoutPeriod } from "../../times.js";
import { noticeText } from "../notices.js";
import { RoomRows } from "../room_rows.js";

/** @type {VuePart} */
export const drawing = {
  data() {
    return { isPhone: phone.matches };
  },
  computed: {
    /** This element, for the elements inside it. */
    chat() {
      return this;
    },
    seenAt: (chat) => chat.timeline?.seenAt() ?? new Map(),
    days: (chat) => chat.drawn.days(chat),
    rows: (chat) => chat.days.flatMap((day) => day.rows),
  },
  created() {
    this.drawn = new RoomRows(this.me.id, {
      day: (at) => this.dayLabel(at),
      time: (at, isShort = false) => (isShort ? withoutPeriod(this.clock, at) : this.clock.format(at)),
      full: (at) => this.moment.format(at),
      notice: (message) => noticeText(message, this.people),
      someone: text("someone"),
    });
    this.onPhone = () => {
      this.isPhone = phone.matches;
    };
    phone.addEventListener("change", this.onPhone);
  },
  unmounted() {
    phone.removeEventListener("change", this.onPhone);
  },
};
