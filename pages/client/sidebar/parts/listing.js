// A part of Sidebar: the order of rooms and direct conversations, and moving between them.
import { publish } from "../../events.js";
import { locale, ntext, shownCount, text } from "../../i18n.js";
import { roomTitle } from "../../room/room_title.js";
import { device } from "../../storage.js";
import { drawnSection, hiddenTitles, newlySeen, numberForKey, scrollToRoom } from "../room_scroller.js";
import { beyond } from "../row_window.js";

const FIRST = { first: 0, end: 30 }; // until the list has been measured

/** @type {VuePart} */
export const listing = {
  data() {
    const folded = device.readJson(`folded:${this.me.id}`) ?? [];
    return { seen: { rooms: FIRST, directs: FIRST }, folded, focused: null };
  },
  computed: {
    /** The two sections with the rows to draw. */
    sections() {
      const { named, directs, shown, focused } = this;
      return [
        { name: "rooms", all: named, title: text("page_rooms"), label: text("room_list"), add: text("new_room") },
        { name: "directs", all: directs, title: text("directs"), label: text("directs"), add: text("new_message") },
      ].map((part) => {
        const isFolded = this.folded.includes(part.name),
          unread = isFolded ? part.all.reduce((sum, room) => sum + this.roomList.unseen(room), 0) : 0;
        return { ...drawnSection(part, isFolded, this.seen[part.name], shown, focused), unread };
      });
    },
    hidden() {
      return this.sections.map((part) => hiddenTitles(part, this.title));
    },
    /** The nearest unread rooms above and below the visible ones. */
    beyond() {
      const marked = ({ rooms }) => rooms.flatMap((room, at) => (this.roomList.unseen(room) ? [at] : []));
      return beyond(this.sections.map((part) => ({ marked: marked(part), seen: this.seen[part.name] })));
    },
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
    /** The rooms for the switcher; `with` is the other person in a conversation of two. */
    known() {
      const { roomList } = this;
      return roomList.unreadFirst().map((room) => ({
        ...{ id: room.id, kind: room.kind, title: this.title(room), isCalm: this.isCalm(room) },
        pictures: room.kind === "direct" ? roomList.avatars(room) : [],
        with: roomList.partner(room),
        unread: Math.max(0, roomList.number(room)),
      }));
    },
    badge(room) {
      const number = this.roomList.unseen(room);
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
        "data-room": room.id,
      };
    },
    fold(name) {
      this.folded = this.folded.includes(name) ? this.folded.filter((other) => other !== name) : [...this.folded, name];
      device.writeJson(`folded:${this.me.id}`, this.folded);
      this.$nextTick(() => this.noteVisible());
    },
    /** Note which rows are visible. */
    noteVisible() {
      Object.assign(this.seen, newlySeen(this.$refs.list, this.sections, this.seen));
    },
    reveal(id) {
      scrollToRoom(this.$refs.list, this.sections, id);
      this.noteVisible();
    },
    revealUnread({ list, row }) {
      this.reveal(this.sections[list].rooms[row].id);
    },
    /** In the list, arrows go from room to room, and letters to the room whose name begins with them. */
    async onListKey(event) {
      const rooms = this.sections.flatMap((part) => part.rooms),
        at = rooms.findIndex((room) => room.id === Number(event.target.dataset.room));
      if (at < 0) return;
      const to = numberForKey(event, at, rooms.length) ?? this.typeAhead.find(event, rooms.map(this.title), at),
        room = rooms[to];
      if (!room) return;
      event.preventDefault();
      this.focused = room.id;
      this.reveal(room.id);
      await this.$nextTick();
      this.$refs.list.querySelector(`[data-room="${room.id}"]`)?.focus();
    },
    open(event, room) {
      if (this.shown === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      publish("show", room.id);
    },
    /** Alt+↑ and Alt+↓: the room before or after this one; with Shift, the next unread one. */
    step(event) {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      const rooms = [...this.named, ...this.directs];
      const step = event.key === "ArrowUp" ? -1 : 1;
      const at = rooms.findIndex((room) => room.id === this.shown);
      for (let tried = 1; tried <= rooms.length; tried++) {
        const room = rooms[(at + step * tried + rooms.length * (tried + 1)) % rooms.length];
        if (event.shiftKey && !this.roomList.number(room)) continue;
        event.preventDefault();
        if (this.shown === null) location.href = `/rooms/${room.id}`;
        else publish("show", room.id);
        return;
      }
    },
  },
};
