// A part of Chat: texts about a room, its people and its days, in the reader's language.
import { locale, ntext, text } from "../../i18n.js";
import { setTitle } from "../../notify/badge.js";
import { calendarDays, hourStyle } from "../../times.js";
import { beginningOf } from "../beginning.js";
import { kindCounts } from "../message_kinds.js";
import { roomTitle } from "../room_title.js";

const TALKERS = 3;

/** @type {VuePart} */
export const roomTexts = {
  computed: {
    title() {
      return this.room ? roomTitle(this.room, this.others) : "";
    },
    /** What follows the topic in a room's header: the header cuts the topic before this. */
    subtitle() {
      if (!this.room) return "";
      if (this.room.kind === "direct") return text(`status_${this.presence[this.companion?.id]}`);
      const { online } = this.timeline,
        here = online > 1 && text("online", { count: online });
      const counts = [ntext("members", this.room.members), here].filter(Boolean).join(" · ");
      return this.room.topic ? ` · ${counts}` : counts;
    },
    /** How many avatars a room's header can have; it keeps their place while it loads. */
    talkersMax: ({ room }) => (room && room.kind !== "direct" ? Math.min(TALKERS, room.members - 1) : 0),
    /** The other people who wrote last, for a room's header. */
    talkers() {
      if (this.room?.kind === "direct") return [];
      const authors = new Set();
      for (const { author, kind } of [...this.messages].reverse()) {
        if (kindCounts(kind) && author !== this.me.id && this.people[author]) authors.add(author);
        if (authors.size === TALKERS) break;
      }
      return [...authors];
    },
    beginning: (chat) => beginningOf(chat),
  },
  created() {
    const language = locale;
    this.clock = new Intl.DateTimeFormat(language, { hour: hourStyle(language), minute: "2-digit" });
    this.moment = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
    this.date = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
    this.dateAndYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
    this.relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  },
  methods: {
    ntext,
    text,
    setTitle() {
      setTitle([this.title, this.site].filter(Boolean).join(" · "));
    },
    dayLabel(at) {
      const days = calendarDays(at, new Date(this.today));
      const label =
        days === 0 || days === 1
          ? this.relative.format(-days, "day")
          : (days < 300 ? this.date : this.dateAndYear).format(at);
      return label[0].toUpperCase() + label.slice(1);
    },
    nicks(ids) {
      return ids.map((id) => this.people[id]?.nick ?? text("someone")).join(", ");
    },
    namesOf({ users, names }) {
      const nicks = names.map((name, index) => this.people[users[index]]?.nick ?? name).join(", ");
      return users.length > names.length ? `${nicks} +${users.length - names.length}` : nicks;
    },
  },
};
