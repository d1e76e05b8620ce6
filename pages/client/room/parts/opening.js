// A part of Chat: opens a room with a new RoomTimeline and RoomRequests, which end when another room is shown.
import { ask } from "../../connection/connection.js";
import { publish } from "../../events.js";
import { text } from "../../i18n.js";
import { touch } from "../../media.js";
import { backButton } from "../../shell/back_button.js";
import { sayNext } from "../../shell/toast.js";
import { knownRooms } from "../../sidebar/known_rooms.js";
import { drafts } from "../../unsent.js";
import { takeGivenRoom } from "../given_room.js";
import { applyToTimeline } from "../room_events.js";
import { RoomRequests } from "../room_requests.js";
import { RoomTimeline } from "../room_timeline.js";
import { shownRoom } from "../shown_room.js";
import { newView } from "../view.js";

const SKELETON_MS = 200;

const fromTimeline = (name) => (chat) => chat.timeline?.[name] ?? null;

/** @type {VuePart} */
export const opening = {
  data() {
    return { timeline: null, view: newView(), people: { [this.me.id]: { ...this.me } }, skeleton: false };
  },
  computed: {
    id: fromTimeline("id"),
    room: fromTimeline("room"),
    companion: fromTimeline("companion"),
    freshSeq: fromTimeline("freshSeq"),
    lastSeen: fromTimeline("lastSeen"),
    isAwaited: (chat) => !chat.ready && !chat.online && !chat.messages.length,
    ready: (chat) => Boolean(chat.timeline?.ready),
    hasOlder: (chat) => Boolean(chat.timeline?.hasOlder),
    hasNewer: (chat) => Boolean(chat.timeline?.hasNewer),
    messages: (chat) => chat.timeline?.messages ?? [],
    others: (chat) => chat.timeline?.others ?? [],
  },
  watch: {
    /** The composer comes or goes. */
    "room.has_blocked"() {
      this.$nextTick(() => {
        this.complete();
        this.fit();
      });
    },
  },
  unmounted() {
    this.requests?.end();
  },
  methods: {
    go(id, seq = null) {
      if (id === this.id) return seq ? this.goTo(seq) : this.field()?.focus();
      backButton.go(`/rooms/${id}`);
      this.show(id, seq);
    },
    /** Show another room, or another part of this one: one request brings its summary and its messages. */
    async show(id, around = null, spot = null, seq = around ?? spot?.seq ?? null) {
      const isOther = id !== this.id;
      this.requests?.end();
      this.timeline = this.begin(id);
      const requests = (this.requests = new RoomRequests(this.timeline, ask, this.listenerFor(id)));
      if (isOther) {
        this.typingNote = "";
        this.setTitle();
      }
      this.view = newView({ lit: around, spot });
      this.editing = this.recall("editing");
      this.answering = this.recall("answering");
      this.draft = this.editing?.text ?? this.readDraft();
      shownRoom.id = id;
      publish("shown", id);
      this.readOutbox();
      this.hasField = isOther && this.room !== null;
      if (this.hasField) this.$nextTick(() => this.beginWriting());
      const waiting = setTimeout(() => {
        if (requests.isEnded || this.ready) return;
        this.timeline.clear();
        this.skeleton = true;
      }, SKELETON_MS);
      await requests.open(seq, takeGivenRoom(id, seq));
      clearTimeout(waiting);
    },
    /** A timeline for a room. Until it is loaded it has what is shown already, or what the sidebar knows about it. */
    begin(id) {
      const entry = knownRooms.find(id),
        from = id === this.id ? this.timeline : null;
      const values = { id, me: this.me.id, people: this.people, room: entry ? { ...entry, is_member: true } : null };
      return new RoomTimeline(
        { ...values, from },
        {
          isReading: () => this.isReading(),
          catchUp: () => this.requests.catchUp(),
          arrived: () => this.onArrived(),
        },
      );
    },
    listenerFor(id) {
      return {
        answered: ({ draft }, asked) => {
          if (this.room.is_member && asked) drafts.takeAnswer(id, draft, asked); // that of the page may be an old one
          this.setTitle();
        },
        opened: () => this.onOpened(),
        gone: () => publish("RoomLost", { room: id, name: this.title, reason: "gone" }),
      };
    },
    beginWriting() {
      this.complete();
      this.fit();
      this.focusInput();
    },
    focusInput() {
      if (!touch.matches) this.field()?.focus();
    },
    async onOpened() {
      const { requests } = this;
      this.skeleton = false;
      this.readOutbox();
      await this.$nextTick();
      if (requests.isEnded) return;
      this.complete();
      this.fit();
      this.settle();
      if (!this.hasField) this.focusInput(); // otherwise the field was there already, and the focus may have moved
    },
    onArrived() {
      if (this.atBottom)
        this.$nextTick(() => {
          this.timeline.trim(false);
          this.follow();
        });
      this.markRead();
    },
    /** The connection is back, or something may have been missed. */
    resync() {
      this.requests?.catchUp();
      this.loadAround(); // what could not be loaded meanwhile
    },
    onTimelineEvent(type, event) {
      if (!this.timeline) return;
      applyToTimeline(this.timeline, type, event);
      if (type === "BlocklistChanged") this.requests.repeatIfBusy();
      if (type === "UserChanged" || type === "RoomChanged") this.setTitle();
    },
    onLost({ room, name, reason }) {
      const isLeft = reason === "left" && this.room?.kind === "direct";
      sayNext(text(`lost_${isLeft ? "left_conversation" : reason}`, { room: name || this.title }) || text("lost"));
      shownRoom.id = null;
      if (room === this.id) location.href = "/rooms";
    },
  },
};
