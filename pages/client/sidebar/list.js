// The order of rooms and conversations, and moving between them.
import { tell } from "../events.js";
import { locale, ntext, shownCount } from "../i18n.js";
import { roomTitle } from "../room/room_title.js";

/** @type {VuePart} */
export const list = {
  computed: {
    named() {
      return this.roomList.named(new Intl.Collator(locale, { numeric: true }).compare);
    },
    directs() {
      return this.roomList.directs();
    },
  },
  methods: {
    title(room) {
      return roomTitle(room, this.roomList.others(room));
    },
    /** The rooms for the switcher, unread ones first; `with` is the other person in a conversation of two. */
    known() {
      const unread = (room) => Math.max(0, this.roomList.number(room));
      const partner = (room) => {
        const [first, ...more] = room.kind === "direct" && !room.is_group ? this.roomList.others(room) : [];
        return more.length ? undefined : first?.id;
      };
      return Object.values(this.roomList.rooms)
        .sort((a, b) => Number(unread(b) > 0) - Number(unread(a) > 0) || b.last_at - a.last_at)
        .map((room) => ({
          id: room.id,
          kind: room.kind,
          title: this.title(room),
          picture: room.kind === "direct" ? (this.roomList.others(room)[0]?.avatar ?? this.self.avatar) : null,
          with: partner(room),
          unread: unread(room),
        }));
    },
    badge(room) {
      const number = this.roomList.isInSight(room) ? 0 : this.roomList.number(room);
      return number > 0 ? shownCount(number) : "";
    },
    /** Whether the badge is quiet: in a room where no unread message mentions this person. */
    isCalm(room) {
      return room.kind !== "direct" && !room.mentions;
    },
    unread(room) {
      return ntext("unread", this.roomList.number(room), { count: this.badge(room) });
    },
    link(room) {
      return {
        href: `/rooms/${room.id}`,
        class: { on: room.id === this.shown, new: this.roomList.number(room) > 0, muted: this.roomList.isMuted(room) },
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
        if (event.shiftKey && !this.roomList.number(room)) continue;
        event.preventDefault();
        if (this.shown === null) location.href = `/rooms/${room.id}`;
        else tell("show", room.id);
        return;
      }
    },
  },
};
