// The sidebar: navigation, and the rooms and conversations with their unread counts.
import { emojiNames } from "../composer/emoji_names.js";
import { ask } from "../connection/connection.js";
import { on, tell } from "../events.js";
import { filled } from "../i18n.js";
import { ICONS, iconHtml } from "../icons.js";
import { alerts } from "../notify/alerts.js";
import { badge } from "../notify/badge.js";
import { undelivered } from "../outbox/undelivered.js";
import { typing } from "../room/typing.js";
import { drafts, openUnsent } from "../unsent.js";
import { knownRooms } from "./known_rooms.js";
import { list } from "./list.js";
import { numbers } from "./numbers.js";

const TICK_MS = 15000;
const BUBBLE =
  "M8 10.5A3.5 3.5 0 0 1 11.5 7h9a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 1-3.5 3.5H15l-5 5v-5.2a3.5 3.5 0 0 1-2-3.1z";

const byId = (rooms) => Object.fromEntries(rooms.map((room) => [room.id, room]));

const ENTRY = `
  <span class="name">{{ title(room) }}</span>
  <em v-if="drafts[room.id] && room.id !== shown">{{ texts.draft }}</em>
  <svg v-if="isHushed(room)" class="icon off" viewBox="0 0 24 24" role="img" :aria-label="texts.muted">
    <path :d="icons.muted"/></svg>
  <span v-if="badge(room)" class="badge" :class="{ calm: isCalm(room) }" role="img" :aria-label="unread(room)">{{
    badge(room) }}</span>`;

/** @type {VuePart} */
export const Sidebar = {
  mixins: [list, numbers],
  template: `
    <aside class="side">
      <div class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="9" fill="var(--accent)"/><path fill="var(--accent-ink)" d="${BUBBLE}"/>
          <path d="M12.5 13.5h7" stroke="var(--accent)" stroke-width="2.2" stroke-linecap="round"/>
        </svg>
        <b>{{ site }}</b>
        <button id="me" class="me" :class="{ quiet: isPaused(own.quiet_until), hidden: own.hides_presence }"
          :title="isPaused(own.quiet_until) ? texts.quiet : null" aria-haspopup="menu"
          :aria-label="filled(texts.logged_in, { nick: self.nick })" @click="$emit('user-menu')">
          <img class="avatar small" :src="self.avatar" alt="">
        </button>
      </div>
      <button class="jump-field" :aria-label="texts.jump" @click="jump">
        ${iconHtml("search")}
        <span>{{ texts.jump }}</span><kbd aria-hidden="true">{{ isMac ? "⌘ K" : "Ctrl K" }}</kbd>
      </button>
      <nav class="places" :aria-label="texts.main">
        <a v-for="[name, href] in places" :key="name" :href="href" :aria-current="place === name ? 'page' : null">
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons[name]"/></svg>{{ texts[name] }}
        </a>
      </nav>
      <div class="list">
        <h2>{{ texts.rooms }}<button class="icon-button" :aria-label="texts.new_room" :title="texts.new_room"
          @click="$emit('new-room')">+</button></h2>
        <ul :aria-label="texts.room_list">
          <li v-for="room in named" :key="room.id"><a class="room" v-bind="link(room)" @click="open($event, room)">
            <span class="mark" aria-hidden="true">
              <template v-if="room.kind === 'closed'">${iconHtml("lock")}</template>
              <template v-else>#</template>
            </span>
            ${ENTRY}
          </a></li>
        </ul>
        <p v-if="!named.length" class="none">{{ texts.no_rooms }}</p>
        <h2>{{ texts.directs }}<button class="icon-button" :aria-label="texts.new_message" :title="texts.new_message"
          @click="$emit('new-message')">+</button></h2>
        <ul :aria-label="texts.directs">
          <li v-for="room in directs" :key="room.id"><a class="room" v-bind="link(room)" @click="open($event, room)">
            <span class="face">
              <img class="avatar small" :src="others(room)[0]?.avatar ?? self.avatar" alt="">
              <i v-if="statusOf(room)" :class="statusOf(room)" role="img" :aria-label="texts[statusOf(room)]"></i>
            </span>
            ${ENTRY}
          </a></li>
        </ul>
        <p v-if="!directs.length" class="none">{{ texts.no_directs }}</p>
      </div>
      <form class="leave" method="post" action="/logout"><button class="button plain">
        ${iconHtml("log_out")}{{ texts.log_out }}</button></form>
    </aside>
    <div class="scrim" aria-hidden="true"></div>`,
  props: { me: Object, site: String, place: String, texts: Object },
  emits: ["user-menu", "new-room", "new-message"],
  data() {
    return {
      self: { ...this.me },
      rooms: byId(JSON.parse(document.getElementById("room-list").textContent)),
      presence: {},
      own: this.me.own,
      blocked: this.me.blocked,
      moment: Date.now(),
      shown: null,
      reading: false,
      begun: [],
      drafts: {},
      icons: ICONS,
      isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
    };
  },
  computed: {
    places() {
      const all = [
        ["rooms", "/rooms"],
        ["users", "/users"],
        ["profile", "/profile"],
      ];
      return this.me.is_admin ? [...all, ["admin", "/admin"]] : all;
    },
  },
  mounted() {
    let early = null;
    /** Events that come while the list is loading are applied again to the answer, which may not include them. */
    const count = (type, apply) =>
      on(type, (event) => {
        early?.push(() => apply(event));
        apply(event);
      });
    const named = (message) => ({
      ...message,
      names: Object.keys(message.names ?? {}).map(Number),
      everyone: message.html.includes('data-user="all"'),
    });
    openUnsent(this.me.id);
    alerts.belongTo(this.me.id);
    emojiNames.belongTo(this.me.id);
    this.setOwn(this.own);
    knownRooms.find = (id) => this.rooms[id];
    knownRooms.list = () => this.known();
    const ids = () => Object.keys(this.rooms).map(Number);
    this.$watch(ids, (now) => undelivered.belongTo(this.me.id, now), { immediate: true });
    this.$watch("calling", ({ number, dot }) => badge.show(number, dot), { immediate: true });
    this.noteDrafts();
    const hello = async () => {
      const heard = (early = []);
      const answer = await ask("hello").catch(({ retry_after }) => {
        if (retry_after) setTimeout(hello, retry_after * 1000);
        return null;
      });
      if (heard !== early) return;
      early = null;
      if (!answer) return;
      const before = this.rooms;
      this.rooms = byId(answer.rooms);
      this.hearOf(answer.presence);
      this.setOwn(answer.own);
      this.blocked = answer.blocked;
      this.begun = answer.drafts;
      heard.forEach((again) => again());
      for (const room of answer.rooms) this.tellMissed(before[room.id], room);
      this.noteDrafts();
    };
    this.ends = [
      on("connect", hello),
      on("RoomGained", ({ entry }) => {
        this.rooms[entry.id] = entry;
      }),
      on("RoomLost", ({ room }) => {
        delete this.rooms[room];
      }),
      on("RoomChanged", ({ room, face }) => {
        if (this.rooms[room]) Object.assign(this.rooms[room], face);
      }),
      count("RoomRead", ({ room, ...mark }) => {
        if (mark.revision >= this.rooms[room]?.revision) Object.assign(this.rooms[room], mark);
      }),
      count("RoomActivity", (event) => this.note(event.room, event, event.counts)),
      count("MessagePosted", ({ room, message }) => this.note(room, named(message), message.kind === "text")),
      count("ActivityWithdrawn", (event) => this.withdraw(event.room, event)),
      count("ActivityRestored", (event) => this.restore(event.room, event)),
      on("UserChanged", ({ user }) => this.renew(user)),
      on("PresenceChanged", ({ user, status }) => {
        if (!this.own.hides_presence) this.hearOf({ ...this.presence, [user]: status });
      }),
      on("RoomLevelChanged", ({ room, level, muted_until }) => {
        if (this.rooms[room]) Object.assign(this.rooms[room], { level, muted_until });
      }),
      on("BlocklistChanged", ({ people }) => {
        this.blocked = people;
      }),
      on("OwnSettingsChanged", ({ settings }) => {
        const shows = settings.hides_presence !== this.own.hides_presence;
        this.setOwn(settings);
        if (shows) hello();
      }),
      on("shown", (room) => {
        this.shown = room;
        this.noteDrafts();
      }),
      on("reading", (reading) => {
        this.reading = reading;
      }),
      on("drafted", () => this.noteDrafts()),
      on("DraftChanged", ({ room, body }) => {
        this.begun = this.begun.filter((id) => id !== room).concat(body ? room : []);
        this.noteDrafts();
      }),
    ];
    this.clock = setInterval(() => {
      this.moment = Date.now();
    }, TICK_MS);
    this.onKey = (event) => this.step(event);
    addEventListener("keydown", this.onKey);
  },
  unmounted() {
    this.ends.forEach((end) => end());
    clearInterval(this.clock);
    removeEventListener("keydown", this.onKey);
  },
  methods: {
    filled,
    jump() {
      tell("switch");
    },
    /** The best status of the others in a conversation: online, away or undefined. */
    statusOf(room) {
      const found = new Set(this.others(room).map((person) => this.presence[person.id]));
      return ["online", "away"].find((status) => found.has(status));
    },
    hearOf(presence) {
      knownRooms.presence = this.presence = presence;
      tell("presence", presence);
    },
    setOwn(own) {
      this.own = own;
      typing.hide(own.hides_presence);
    },
    renew(user) {
      if (user.id === this.me.id) Object.assign(this.self, user);
      for (const room of Object.values(this.rooms)) {
        for (const person of room.people) if (person.id === user.id) Object.assign(person, user);
      }
    },
    noteDrafts() {
      this.drafts = Object.fromEntries([...this.begun, ...drafts.rooms()].map((room) => [room, true]));
    },
  },
};
