// The sidebar: navigation, and the rooms and direct conversations with their unread counts.
import { emojiNames } from "../composer/emoji_names.js";
import { ask } from "../connection/connection.js";
import { on, publish } from "../events.js";
import { ntext, shownCount, text } from "../i18n.js";
import { ICONS, iconHtml } from "../icons.js";
import { alerts } from "../notify/alerts.js";
import { badge } from "../notify/badge.js";
import { undelivered } from "../outbox/undelivered.js";
import { typing } from "../room/typing.js";
import { drafts, openUnsent } from "../unsent.js";
import { knownRooms } from "./known_rooms.js";
import { listing } from "./parts/listing.js";
import { LIST_EVENTS, RoomList } from "./room_list.js";
import { TypeAhead } from "./type_ahead.js";

const TICK_MS = 15000;
const BUBBLE =
  "M8 10.5A3.5 3.5 0 0 1 11.5 7h9a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 1-3.5 3.5H15l-5 5v-5.2a3.5 3.5 0 0 1-2-3.1z";

/** @type {VuePart} */
export const Sidebar = {
  mixins: [listing],
  template: `
    <aside class="side">
      <div class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="9" fill="var(--accent)"/><path fill="var(--accent-ink)" d="${BUBBLE}"/>
          <path d="M12.5 13.5h7" stroke="var(--accent)" stroke-width="2.2" stroke-linecap="round"/>
        </svg>
        <b>{{ site }}</b>
        <button id="me" class="me" :class="{ quiet: roomList.isPaused(own.quiet_until), hidden: own.hides_presence }"
          :title="roomList.isPaused(own.quiet_until) ? text('quiet') : null" aria-haspopup="menu"
          :aria-label="text('logged_in', { nick: self.nick })" @click="$emit('user-menu')">
          <img class="avatar small" :src="self.avatar" alt="">
        </button>
      </div>
      <button class="jump-field" :aria-label="text('jump')" @click="jump">
        ${iconHtml("search")}
        <span>{{ text('jump') }}</span><kbd aria-hidden="true">{{ isMac ? "⌘ K" : "Ctrl K" }}</kbd>
      </button>
      <nav class="site-nav" :aria-label="text('main')">
        <a v-for="[name, href] in links" :key="name" :href="href" :aria-current="nav === name ? 'page' : null">
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons[name]"/></svg>{{
            text('page_' + name) }}
        </a>
      </nav>
      <div class="list-place">
        <div class="list" ref="list" @scroll.passive="noteVisible" @keydown="onListKey"
          @focusin="focused = Number($event.target.dataset.room) || null">
          <template v-for="(part, index) in sections" :key="part.name">
            <h2><button class="fold" type="button" :aria-expanded="String(!part.isFolded)" @click="fold(part.name)">
              ${iconHtml("fold")}{{ part.title }}</button>
              <span v-if="part.unread" class="badge" role="img"
                :aria-label="ntext('unread', part.unread)">{{ shownCount(part.unread) }}</span>
              <button class="icon-button" :aria-label="part.add" :title="part.add"
                @click="$emit(part.name === 'rooms' ? 'new-room' : 'new-message')">${iconHtml("plus")}</button></h2>
            <ul :aria-label="part.label" :data-part="part.name" :style="{ '--rows': part.rooms.length }">
              <li v-for="{ room, at } in part.drawn" :key="room.id" :style="{ '--at': at }"
                :aria-setsize="part.rooms.length" :aria-posinset="at + 1">
                <a class="room" v-bind="link(room)" @click="open($event, room)">
                  <span v-if="room.kind === 'direct'" class="avatar-box"
                    :class="{ pair: roomList.avatars(room).length > 1 }">
                    <img v-for="url in roomList.avatars(room)" :key="url" class="avatar small" :src="url" alt="">
                    <i v-if="roomList.statusOf(room)" :class="roomList.statusOf(room)" role="img"
                      :aria-label="text('status_' + roomList.statusOf(room))"></i>
                  </span>
                  <span v-else class="mark" aria-hidden="true">
                    <template v-if="room.kind === 'closed'">${iconHtml("lock")}</template>
                    <template v-else>#</template>
                  </span>
                  <span class="name">{{ title(room) }}</span>
                  <em v-if="drafts[room.id] && room.id !== shown">{{ text('draft') }}</em>
                  <svg v-if="roomList.isMuted(room)" class="icon off" viewBox="0 0 24 24" role="img"
                    :aria-label="text('muted')"><path :d="icons.muted"/></svg>
                  <span v-if="badge(room)" class="badge" :class="{ calm: isCalm(room) }" role="img"
                    :aria-label="unread(room)">{{ badge(room) }}</span></a></li>
              <li v-if="hidden[index]" class="hidden-rows" aria-hidden="true">{{ hidden[index] }}</li>
            </ul>
            <p v-if="!part.all.length" class="none">{{
              part.name === "rooms" ? text('no_rooms') : text('no_directs') }}</p>
          </template>
        </div>
        <button v-if="beyond.above" type="button" class="more-unread above" :aria-label="text('unread_above')"
          @click="revealUnread(beyond.above)">${iconHtml("up")}{{ text('more_unread') }}</button>
        <button v-if="beyond.below" type="button" class="more-unread below" :aria-label="text('unread_below')"
          @click="revealUnread(beyond.below)">${iconHtml("down")}{{ text('more_unread') }}</button>
      </div>
      <form class="log-out" method="post" action="/logout"><button class="button plain">
        ${iconHtml("log_out")}{{ text('log_out') }}</button></form>
    </aside>
    <div class="scrim" aria-hidden="true"></div>`,
  props: { me: Object, site: String, nav: String },
  emits: ["user-menu", "new-room", "new-message"],
  data() {
    return {
      roomList: this.begin(),
      drafts: {},
      icons: ICONS,
      isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
    };
  },
  computed: {
    own: (sidebar) => sidebar.roomList.own,
    self: (sidebar) => sidebar.roomList.self,
    shown: (sidebar) => sidebar.roomList.shown,
    total: (sidebar) => sidebar.roomList.total(),
    links() {
      const all = [
        ["rooms", "/rooms"],
        ["users", "/users"],
        ["profile", "/profile"],
      ];
      return this.me.is_admin ? [...all, ["admin", "/admin"]] : all;
    },
  },
  created() {
    this.typeAhead = new TypeAhead();
  },
  mounted() {
    openUnsent(this.me.id);
    alerts.belongTo(this.me.id);
    emojiNames.belongTo(this.me.id);
    typing.hide(this.own.hides_presence);
    knownRooms.find = (id) => this.roomList.rooms[id];
    knownRooms.list = () => this.known();
    const ids = () => Object.keys(this.roomList.rooms).map(Number);
    this.$watch(ids, (now) => undelivered.belongTo(this.me.id, now), { immediate: true });
    this.$watch("total", ({ number, dot }) => badge.show(number, dot), { immediate: true });
    this.noteDrafts();
    this.watcher = new ResizeObserver(() => this.noteVisible());
    this.watcher.observe(this.$refs.list);
    this.$watch(
      () => [this.named.length, this.directs.length].join(),
      () => this.noteVisible(),
      { flush: "post" },
    );
    this.ends = [
      on("connect", () => this.greet()),
      ...LIST_EVENTS.map((type) => on(type, (event) => this.onListEvent(type, event))),
      on("shown", (room) => {
        this.roomList.shown = room;
        this.noteDrafts();
        this.$nextTick(() => this.reveal(room));
      }),
      on("reading", (reading) => {
        this.roomList.reading = reading;
      }),
      on("drafted", () => this.noteDrafts()),
    ];
    this.clock = setInterval(() => {
      this.roomList.moment = Date.now();
    }, TICK_MS);
    this.onKey = (event) => this.step(event);
    addEventListener("keydown", this.onKey);
  },
  unmounted() {
    this.ends.forEach((end) => end());
    clearInterval(this.clock);
    this.watcher.disconnect();
    removeEventListener("keydown", this.onKey);
  },
  methods: {
    text,
    ntext,
    shownCount,
    begin() {
      const rooms = JSON.parse(document.getElementById("room-list").textContent);
      return new RoomList(this.me, rooms, {
        notify: (room, seq, from) => alerts.notify(room, seq, { from, plays: this.own.plays_sound }),
      });
    },
    jump() {
      publish("switch");
    },
    /** Ask for the list; again later if the server is busy. */
    async greet() {
      const early = this.roomList.beginGreeting();
      const answer = await ask("hello").catch(({ retry_after }) => {
        if (retry_after) setTimeout(() => this.greet(), retry_after * 1000);
        return null;
      });
      if (!this.roomList.greet(answer, early)) return;
      this.showPresence();
      typing.hide(this.own.hides_presence);
      this.noteDrafts();
    },
    onListEvent(type, event) {
      const { hides_presence, level } = this.own;
      this.roomList.apply(type, event);
      if (type === "PresenceChanged") this.showPresence();
      if (type === "DraftChanged") this.noteDrafts();
      if (type !== "OwnSettingsChanged") return;
      typing.hide(this.own.hides_presence);
      // these change what the server says about other people, and about rooms without a level of their own
      if (hides_presence !== this.own.hides_presence || level !== this.own.level) this.greet();
    },
    showPresence() {
      knownRooms.presence = this.roomList.presence;
      publish("presence", this.roomList.presence);
    },
    noteDrafts() {
      const rooms = new Set([...this.roomList.withDrafts, ...drafts.rooms()].map(String)),
        known = Object.keys(this.drafts);
      if (rooms.size === known.length && known.every((room) => rooms.has(room))) return; // as with most keys
      this.drafts = Object.fromEntries([...rooms].map((room) => [room, true]));
    },
  },
};
