// The loaded messages: opened with one request, kept in order by revision, caught up after an interruption.
import { ask } from "../connection/connection.js";
import { tell } from "../events.js";
import { phone } from "../media.js";
import { drafts } from "../unsent.js";
import { shownRoom } from "./shown_room.js";
import { backButton } from "../shell/back_button.js";
import { sayNext } from "../shell/toast.js";
import { knownRooms } from "../sidebar/known_rooms.js";

const SKELETON_MS = 200,
  AGAIN_MS = 1000;

const againIn = ({ retry_after }) => (retry_after ? retry_after * 1000 : AGAIN_MS);
/** @type {VuePart} */
export const timeline = {
  data() {
    return {
      id: null,
      room: null,
      messages: [],
      people: { [this.me.id]: { ...this.me } },
      ready: false,
      skeleton: false,
      hasOlder: false,
      hasNewer: false,
      freshSeq: null,
      lit: null,
      seen: {},
      lastSeen: null,
    };
  },
  created() {
    this.revision = 0;
    this.turn = 0;
    this.unreadAfter = null;
  },
  methods: {
    go(id, seq = null) {
      if (id === this.id) return seq ? this.goTo(seq) : this.$refs.input?.focus();
      backButton.go(`/rooms/${id}`);
      this.show(id, seq);
    },
    /** Show another room: one request brings its summary and its newest messages. */
    async show(id, around = null, place = null) {
      const turn = ++this.turn,
        isOther = id !== this.id;
      if (isOther) this.standIn(id);
      Object.assign(this, {
        ready: false,
        far: false,
        away: false,
        freshSeq: null,
        unreadAfter: null,
        lit: around,
        opening: around ?? place?.seq ?? null,
        spot: place,
        revision: 0,
        focused: null,
        held: null,
        strangers: [],
        uncalled: false,
        seen: {},
        resting: false,
      });
      this.early = [];
      this.editing = this.recall("editing");
      this.answering = this.recall("answering");
      this.draft = this.editing?.text ?? this.readDraft();
      shownRoom.id = id;
      tell("shown", id);
      this.readOutbox();
      this.isWriting = isOther && this.room !== null;
      if (this.isWriting) this.$nextTick(() => this.beginWriting());
      const waiting = setTimeout(() => {
        if (turn === this.turn && !this.ready) {
          this.messages = [];
          this.skeleton = true;
        }
      }, SKELETON_MS);
      await this.load(turn);
      clearTimeout(waiting);
    },
    /** Clear the previous room; until the next one is loaded, show what the sidebar knows about it. */
    standIn(id) {
      const known = knownRooms.find(id);
      Object.assign(this, {
        id,
        room: known ? { ...known, is_member: true } : null,
        messages: [],
        hasOlder: false,
        hasNewer: false,
        lastSeen: null,
        writing: "",
      });
      this.setTitle();
    },
    beginWriting() {
      this.complete();
      this.fit();
      this.focusInput();
    },
    focusInput() {
      if (!phone.matches) this.$refs.input?.focus();
    },
    async load(turn) {
      const id = this.id,
        asked = performance.now();
      let found;
      try {
        found = await ask("open", { room: id, around: this.opening ?? null });
      } catch (error) {
        if (turn !== this.turn) return;
        if (error.code === "not_found") this.onLost({ room: id, reason: "gone" });
        else if (error.code !== "offline" && error.code !== "timeout")
          setTimeout(() => turn === this.turn && !this.ready && this.load(turn), againIn(error));
        return;
      }
      if (turn !== this.turn) return;
      this.adopt(found.people);
      Object.assign(this, {
        room: found.room,
        messages: found.messages.map(Object.freeze),
        revision: found.revision,
        skeleton: false,
        ready: true,
      });
      this.hasOlder = (this.messages[0]?.seq ?? 1) > 1;
      this.hasNewer = (this.messages.at(-1)?.seq ?? found.room.last_seq) < found.room.last_seq;
      this.unreadAfter = found.room.unread ? found.room.last_read_seq : null;
      this.hear(found, asked);
      this.freshSeq = this.firstUnread();
      this.early.splice(0).forEach((hear) => hear());
      this.readOutbox();
      this.setTitle();
      await this.$nextTick();
      if (turn !== this.turn) return;
      this.complete();
      this.fit();
      this.settle();
      if (!this.isWriting) this.focusInput(); // otherwise the field was there already, and the focus may have moved
    },
    /** The first loaded message that was unread when the room was opened. */
    firstUnread() {
      const mark = this.unreadAfter;
      if (mark === null) return null;
      return this.messages.find((message) => message.seq > mark && this.counts(message))?.seq ?? null;
    },
    /** After an interruption or a gap, load everything that changed since the last revision this window knows. */
    async resync() {
      if (!this.id) return;
      if (!this.ready) return this.load(this.turn);
      if (this.syncing) {
        this.again = true;
        return;
      }
      this.syncing = true;
      try {
        for (let complete = false; !complete;) {
          const id = this.id,
            asked = performance.now(),
            people = Object.keys(this.people).map(Number).slice(-400);
          const found = await ask("open", { room: id, since: this.revision, people });
          if (id !== this.id) break;
          this.adopt(found.people);
          this.room = { ...this.room, ...found.room };
          this.hear(found, asked);
          this.place(found.messages, found.complete ? found.room.last_seq : null);
          this.requote(found.quotes);
          this.revision = Math.max(this.revision, found.revision);
          complete = found.complete;
        }
        this.setTitle();
      } catch (error) {
        if (error.code === "not_found") this.onLost({ room: this.id, reason: "gone" });
        else if (error.code !== "offline" && error.code !== "timeout") setTimeout(() => this.resync(), againIn(error));
      } finally {
        this.syncing = false;
        if (this.again) {
          this.again = false;
          this.resync();
        }
      }
    },
    /** Take the rest of an answer: this person's draft, what others have read, when the other was last seen. */
    hear({ draft, seen, last_seen }, asked) {
      if (this.room.is_member) drafts.hear(this.id, draft, asked);
      this.seesReceipts = Boolean(seen);
      this.seen = Object.fromEntries(seen ?? []);
      this.lastSeen = last_seen && new Date(last_seen).toISOString();
    },
    onPosted({ room, message, author }) {
      if (room !== this.id) return;
      if (this.ready && this.hasNewer && this.counts(message) && message.revision > this.revision)
        this.room.unread += 1;
      this.adopt([author]);
      this.onRow(message);
    },
    onRow(message) {
      this.onRevision(message.revision, () => this.place([message]));
    },
    /** Insert rows in order of seq; rows outside the loaded range (older than it, or beyond a gap) are left out. */
    place(rows) {
      const arrived = [],
        oldest = this.messages[0]?.seq ?? 0,
        newest = this.messages.at(-1)?.seq ?? 0;
      const known = new Map(this.messages.map((message) => [message.seq, message]));
      for (const row of rows) {
        const had = known.get(row.seq);
        if (had ? had.revision < row.revision : row.seq > newest ? !this.hasNewer : row.seq >= oldest) {
          known.set(row.seq, Object.freeze(row));
          if (!had && row.seq > newest) arrived.push(row);
        }
        if (this.room) this.room.last_seq = Math.max(this.room.last_seq, row.seq);
      }
      this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
      if (!arrived.length) return;
      const first = arrived.find((row) => this.counts(row))?.seq;
      if (first && !this.isReading() && (this.freshSeq === null || this.freshSeq <= this.room.last_read_seq))
        Object.assign(this, { freshSeq: first, unreadAfter: first - 1 });
      if (this.atBottom)
        this.$nextTick(() => {
          this.trim(false);
          this.follow();
        });
      this.markRead();
    },
    onLost({ room, name, reason }) {
      const known = name || this.title,
        left = this.room?.kind === "direct" ? this.texts.you_left_conversation : this.texts.you_left;
      const text =
        { removed: this.texts.removed, deleted: this.texts.room_deleted, left }[reason] ??
        this.texts.gone;
      sayNext(this.filled(text, { room: known }));
      shownRoom.id = null;
      if (room === this.id) location.href = "/rooms";
    },
  },
};
