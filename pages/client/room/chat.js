// The element that shows a room: its header, its messages, and the composer. What it can do is in parts/.
import { composer } from "../composer/composer.js";
import { whileSeen } from "../connection/while_seen.js";
import { on } from "../events.js";
import { knownRooms } from "../sidebar/known_rooms.js";
import { messageList } from "./message_list.js";
import { drawing } from "./parts/drawing.js";
import { mentionWarnings } from "./parts/mention_warnings.js";
import { messageActions } from "./parts/message_actions.js";
import { opening } from "./parts/opening.js";
import { paging } from "./parts/paging.js";
import { reading } from "./parts/reading.js";
import { scrolling } from "./parts/scrolling.js";
import { roomTexts } from "./parts/texts.js";
import { undo } from "./parts/undo.js";
import { writing } from "./parts/writing.js";
import { TIMELINE_EVENTS } from "./room_events.js";
import { typing } from "./typing.js";

const isHere = (status) => status === "online" || status === "away";

/** @type {VuePart} */
export const Chat = {
  mixins: [roomTexts, opening, paging, drawing, scrolling, reading, messageActions, undo, mentionWarnings, writing],
  template: `
    <section class="chat" :class="{ quiet: !ready }">
      <header class="head">
        <div class="titles"><h1>{{ title }}</h1>
          <p v-if="subtitle"><span v-if="room.topic">{{ room.topic }}</span><span>{{ subtitle }}</span></p>
          <p v-else-if="lastSeen">{{ text('last_seen') }}
            <local-time :key="lastSeen" :datetime="lastSeen"></local-time></p></div>
        <div class="tools">
          <button v-if="talkers.length" type="button" class="avatars" :aria-label="text('details')"
            :title="nicks(talkers)"
            @click="$emit('details', id)">
            <img v-for="id in talkers" :key="id" class="avatar" :src="people[id].avatar" alt=""></button>
          <span v-else-if="!ready" class="avatars awaited"><i v-for="n in talkersMax" class="avatar"></i></span>
          <slot></slot>
        </div>
      </header>
      <div class="log" role="log" :aria-label="text('messages')" :aria-busy="!ready" tabindex="0" ref="log"
        @scroll.passive="onScroll" @keydown="onLogKey" @focusin="onFocus" @focusout="view.focused = null"
        @click="onClick"
        @touchstart.passive="press.start($event)" @touchend="press.end($event)" @touchmove.passive="press.move($event)"
        @contextmenu="press.menu($event)">
        <message-list :chat="chat"></message-list>
      </div>
      <div v-if="view.held" class="scrim open" aria-hidden="true" @click="view.held = null"></div>
      <div class="jump-place">
        <button v-if="ready && (news || hasNewer || view.far)" class="jump" @click="toNewest">{{
          news ? ntext('new_messages', news, { count: newsShown }) : text('newest') }}</button>
      </div>
      <message-composer ref="composer" :chat="chat"></message-composer>
    </section>`,
  components: { MessageComposer: composer, MessageList: messageList },
  props: {
    me: Object,
    first: Number,
    around: Number,
    site: String,
    limit: Number,
    filesMax: Number,
  },
  emits: ["join", "unblock", "revisions", "reactors", "add", "edit", "details"],
  data() {
    return { presence: knownRooms.presence };
  },
  mounted() {
    this.ends = [
      ...TIMELINE_EVENTS.map((type) => on(type, (event) => this.onTimelineEvent(type, event))),
      on("show", (target) => this.go(...[target].flat())),
      on("presence", (presence) => {
        const here = this.companion && this.presence[this.companion.id];
        this.presence = presence;
        if (isHere(here) && !isHere(presence[this.companion.id])) this.resync(); // to load the time of that
      }),
      on("typing", (nicks) => {
        if (nicks.length && !this.typingNote) this.announcesTyping = typing.isNews();
        this.typingNote = typing.sentence(nicks);
      }),
      on("connect", () => this.resync()),
      whileSeen(() => this.resync()),
      on("status", (status) => {
        this.status = status;
      }),
      on("sent", ({ room, row }) => {
        if (room !== this.id) return;
        this.timeline.sent(row);
        this.showUnnotified(row);
      }),
      on("outbox", (room) => {
        if (room === this.id) this.readOutbox();
      }),
      on("draft", (room) => {
        if (room === this.id && !this.editing) {
          this.draft = this.readDraft();
          this.$nextTick(() => this.fit());
        }
      }),
      on("RoomLost", (event) => {
        if (event.room === this.id) this.onLost(event);
      }),
    ];
    this.complete();
    const spot = this.keptSpot();
    this.show(this.first, spot ? null : this.around, spot);
  },
  unmounted() {
    this.ends.forEach((end) => end());
  },
};
