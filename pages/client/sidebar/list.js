// The order of rooms and conversations, and moving between them.
import { tell } from "../events.js";
import { locale } from "../i18n.js";
import { directTitle } from "../room/direct_title.js";

/** @type {VuePart} */
export const list = {
  computed: {
    named() {
      const compare = new Intl.Collator(locale, { numeric: true }).compare;
      return Object.values(this.rooms)
        .filter((room) => room.kind !== "direct")
        .sort((a, b) => compare(a.name, b.name));
    },
    directs() {
      return Object.values(this.rooms)
        .filter((room) => room.kind === "direct")
        .sort((a, b) => b.last_at - a.last_at);
    },
  },
  methods: {
    others(room) {
      return room.people.filter((person) => person.id !== this.me.id);
    },
    title(room) {
      if (room.kind !== "direct") return room.name;
      return directTitle(
        this.others(room).map((person) => person.nick),
        room.is_group,
        this.texts,
      );
    },
    /** The rooms for the switcher, unread ones first. */
    known() {
      const unread = (room) => Math.max(0, this.number(room));
      return Object.values(this.rooms)
        .sort((a, b) => Number(unread(b) > 0) - Number(unread(a) > 0) || b.last_at - a.last_at)
        .map((room) => ({
          id: room.id,
          kind: room.kind,
          title: this.title(room),
          picture: room.kind === "direct" ? (this.others(room)[0]?.avatar ?? this.self.avatar) : null,
          unread: unread(room),
        }));
    },
    link(room) {
      return {
        href: `/rooms/${room.id}`,
        class: { on: room.id === this.shown, new: this.number(room) > 0, hushed: this.isHushed(room) },
        "aria-current": room.id === this.shown ? "page" : null,
        title: this.title(room),
      };
    },
    open(event, room) {
      if (this.shown === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      tell("show", room.id);
    },
    step(event) {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      const all = [...this.named, ...this.directs];
      const step = event.key === "ArrowUp" ? -1 : 1;
      const at = all.findIndex((room) => room.id === this.shown);
      for (let tried = 1; tried <= all.length; tried++) {
        const room = all[(at + step * tried + all.length * (tried + 1)) % all.length];
        if (event.shiftKey && !this.number(room)) continue;
        event.preventDefault();
        if (this.shown === null) location.href = `/rooms/${room.id}`;
        else tell("show", room.id);
        return;
      }
    },
  },
};
