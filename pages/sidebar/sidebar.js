const ICONS = {
  rooms: "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16",
  users: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3 2.8 3 5.5",
  profile: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 20c0-3.9 3-6.5 7-6.5s7 2.6 7 6.5",
  admin: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4",
  muted: "M6 9.5a6 6 0 0 1 9.5-4.8M18 10v2c0 2 1 3.5 2 5H8M6 9.5V12c0 2-1 3.5-2 5M10 20.5h4M4 4l16 16",
  out: "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 16l-4-4 4-4M6 12h9",
};

const TICK_MS = 15000;

export default {
  template: `
    <aside class="side">
      <div class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="var(--accent)"/><path d="M8 10.5A3.5 3.5 0 0 1 11.5 7h9a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 1-3.5 3.5H15l-5 5v-5.2a3.5 3.5 0 0 1-2-3.1z" fill="var(--accent-ink)"/><path d="M12.5 13.5h7" stroke="var(--accent)" stroke-width="2.2" stroke-linecap="round"/></svg>
        <b>{{ site }}</b>
        <button id="me" class="me" :class="{ quiet: isPaused(own.quiet_until), hidden: own.hides_presence }" :title="isPaused(own.quiet_until) ? texts.quiet : null" aria-haspopup="menu" :aria-label="texts.logged_in.replace('{nick}', self.nick)" @click="$emit('user-menu')">
          <img class="avatar small" :src="self.avatar" alt="">
        </button>
      </div>
      <button class="jump-field" :aria-label="texts.jump" @click="jump"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.search"/></svg><span>{{ texts.jump }}</span><kbd aria-hidden="true">{{ isMac ? "⌘ K" : "Ctrl K" }}</kbd></button>
      <nav class="places" :aria-label="texts.main">
        <a v-for="[name, href] in places" :key="name" :href="href" :aria-current="place === name ? 'page' : null">
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons[name]"/></svg>{{ texts[name] }}
        </a>
      </nav>
      <div class="list">
        <h2>{{ texts.rooms }}<button class="icon-button" :aria-label="texts.new_room" :title="texts.new_room" @click="$emit('new-room')">+</button></h2>
        <ul :aria-label="texts.room_list">
          <li v-for="room in named" :key="room.id"><a class="room" v-bind="link(room)" @click="open($event, room)">
            <span class="mark" aria-hidden="true"><svg v-if="room.kind === 'closed'" class="icon" viewBox="0 0 24 24"><rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/></svg><template v-else>#</template></span>
            <span class="name">{{ room.name }}</span>
            <em v-if="drafts[room.id] && room.id !== shown">{{ texts.draft }}</em>
            <svg v-if="isHushed(room)" class="icon off" viewBox="0 0 24 24" role="img" :aria-label="texts.muted"><path :d="icons.muted"/></svg>
            <span v-if="badge(room)" class="badge" :class="{ calm: isCalm(room) }" role="img" :aria-label="unread(room)">{{ badge(room) }}</span>
          </a></li>
        </ul>
        <p v-if="!named.length" class="none">{{ texts.no_rooms }}</p>
        <h2>{{ texts.directs }}<button class="icon-button" :aria-label="texts.new_message" :title="texts.new_message" @click="$emit('new-message')">+</button></h2>
        <ul :aria-label="texts.directs">
          <li v-for="room in directs" :key="room.id"><a class="room" v-bind="link(room)" @click="open($event, room)">
            <span class="face"><img class="avatar small" :src="others(room)[0]?.avatar ?? self.avatar" alt=""><i v-if="statusOf(room)" :class="statusOf(room)" role="img" :aria-label="texts[statusOf(room)]"></i></span>
            <span class="name">{{ title(room) }}</span>
            <em v-if="drafts[room.id] && room.id !== shown">{{ texts.draft }}</em>
            <svg v-if="isHushed(room)" class="icon off" viewBox="0 0 24 24" role="img" :aria-label="texts.muted"><path :d="icons.muted"/></svg>
            <span v-if="badge(room)" class="badge" :class="{ calm: isCalm(room) }" role="img" :aria-label="unread(room)">{{ badge(room) }}</span>
          </a></li>
        </ul>
        <p v-if="!directs.length" class="none">{{ texts.no_directs }}</p>
      </div>
      <form class="leave" method="post" action="/logout"><button class="button plain"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.out"/></svg>{{ texts.log_out }}</button></form>
    </aside>
    <div class="scrim" aria-hidden="true"></div>`,
  props: { me: Object, initial: String, site: String, place: String, texts: Object },
  emits: ["user-menu", "new-room", "new-message"],
  data() {
    return {
      self: { ...this.me },
      rooms: Object.fromEntries(JSON.parse(this.initial).map((room) => [room.id, room])),
      presence: {}, own: this.me.own, moment: Date.now(), shown: null, reading: false, begun: [], drafts: {}, icons: ICONS, isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
    };
  },
  computed: {
    places() {
      const all = [["rooms", "/rooms"], ["users", "/users"], ["profile", "/profile"]];
      return this.me.is_admin ? [...all, ["admin", "/admin"]] : all;
    },
    named() {
      const compare = new Intl.Collator(window.messenger.locale, { numeric: true }).compare;
      return Object.values(this.rooms).filter((room) => room.kind !== "direct").sort((a, b) => compare(a.name, b.name));
    },
    /** How many messages speak to this person, and whether there is other news, outside of what is being read. */
    calling() {
      const rooms = Object.values(this.rooms).filter((room) => !this.isInSight(room));
      const number = rooms.reduce((sum, room) => sum + (room.kind === "direct" ? this.number(room) : room.mentions), 0);
      return { number, dot: rooms.some((room) => this.number(room) > 0) };
    },
    directs() {
      return Object.values(this.rooms).filter((room) => room.kind === "direct").sort((a, b) => b.last_at - a.last_at);
    },
  },
  mounted() {
    const { on, ask, outbox, drafts, alerts, badge } = window.messenger;
    let early = null;
    /** What is heard while the list is asked for is applied once more to the answer, which may not know of it. */
    const count = (type, apply) => on(type, (event) => { early?.push(() => apply(event)); apply(event); });
    const named = (message) => ({ ...message, names: Object.keys(message.names ?? {}).map(Number), everyone: message.html.includes('data-user="all"') });
    outbox.belongTo(this.me.id);
    drafts.belongTo(this.me.id);
    window.messenger.uploads.belongTo(this.me.id);
    alerts.belongTo(this.me.id);
    this.setOwn(this.own);
    this.$watch("calling", ({ number, dot }) => badge.show(number, dot), { immediate: true });
    this.noteDrafts();
    const hello = async () => {
      const heard = early = [];
      const answer = await ask("hello").catch(() => null);
      if (heard !== early) return;
      early = null;
      if (!answer) return;
      const before = this.rooms;
      this.rooms = Object.fromEntries(answer.rooms.map((room) => [room.id, room]));
      this.hearOf(answer.presence);
      this.setOwn(answer.own);
      this.begun = answer.drafts;
      heard.forEach((again) => again());
      for (const room of answer.rooms) this.tellMissed(before[room.id], room);
      this.noteDrafts();
    };
    this.ends = [
      on("connect", hello),
      on("RoomGained", ({ entry }) => { this.rooms[entry.id] = entry; }),
      on("RoomLost", ({ room }) => { delete this.rooms[room]; }),
      on("RoomChanged", ({ room, face }) => { if (this.rooms[room]) Object.assign(this.rooms[room], face); }),
      count("RoomRead", ({ room, ...mark }) => { if (mark.revision >= this.rooms[room]?.revision) Object.assign(this.rooms[room], mark); }),
      count("RoomActivity", (event) => this.note(event.room, event, event.counts)),
      count("MessagePosted", ({ room, message }) => this.note(room, named(message), message.kind === "text")),
      count("ActivityWithdrawn", (event) => this.withdraw(event.room, event)),
      count("ActivityRestored", (event) => this.restore(event.room, event)),
      on("UserChanged", ({ user }) => this.renew(user)),
      on("PresenceChanged", ({ user, status }) => { if (!this.own.hides_presence) this.hearOf({ ...this.presence, [user]: status }); }),
      on("RoomLevelChanged", ({ room, level, muted_until }) => { if (this.rooms[room]) Object.assign(this.rooms[room], { level, muted_until }); }),
      on("OwnSettingsChanged", ({ settings }) => { const shows = settings.hides_presence !== this.own.hides_presence; this.setOwn(settings); if (shows) hello(); }),
      on("shown", (room) => { this.shown = room; this.noteDrafts(); }),
      on("reading", (reading) => { this.reading = reading; }),
      on("drafted", () => this.noteDrafts()),
      on("DraftChanged", ({ room, body }) => { this.begun = this.begun.filter((id) => id !== room).concat(body ? room : []); this.noteDrafts(); }),
    ];
    this.clock = setInterval(() => { this.moment = Date.now(); }, TICK_MS);
    this.onKey = (event) => this.step(event);
    addEventListener("keydown", this.onKey);
  },
  unmounted() {
    this.ends.forEach((end) => end());
    clearInterval(this.clock);
    removeEventListener("keydown", this.onKey);
  },
  methods: {
    jump() { window.messenger.tell("switch"); },
    others(room) { return room.people.filter((person) => person.id !== this.me.id); },
    title(room) {
      if (room.kind !== "direct") return room.name;
      return this.others(room).map((person) => person.nick).join(", ") || this.texts.notes;
    },
    /** Whether anybody of a conversation is here, or at least away for a moment only. */
    statusOf(room) {
      const found = new Set(this.others(room).map((person) => this.presence[person.id]));
      return ["online", "away"].find((status) => found.has(status));
    },
    hearOf(presence) {
      window.messenger.presence = this.presence = presence;
      window.messenger.tell("presence", presence);
    },
    setOwn(own) { this.own = own; window.messenger.typing.hide(own.hides_presence); },
    isPaused(until) { return until !== null && until > this.moment; },
    levelOf(room) { return room.level || this.own.level; },
    /** Nothing is wanted of it but what calls one by name. */
    isHushed(room) { return this.isPaused(room.muted_until) || this.levelOf(room) === "nothing"; },
    number(room) { return this.isHushed(room) ? room.mentions : room.unread; },
    isInSight(room) { return room.id === this.shown && this.reading; },
    wants(room, called) { return !this.isHushed(room) && !this.isPaused(this.own.quiet_until) && (called || room.kind === "direct" || this.levelOf(room) === "everything"); },
    /** What was said while the line was away is told as well. */
    tellMissed(before, room) {
      if (!before || room.last_seq <= before.last_seq || room.unread <= before.unread || !this.wants(room, room.mentions > before.mentions)) return;
      window.messenger.alerts.hear(room.id, room.last_seq, { from: before.last_seq + 1, plays: this.own.plays_sound });
    },
    badge(room) { return this.isInSight(room) ? "" : this.number(room) > 999 ? "999+" : this.number(room) > 0 ? this.number(room) : ""; },
    /** Nobody was spoken to by name: a quiet number. */
    isCalm(room) { return room.kind !== "direct" && !room.mentions; },
    unread(room) { return window.messenger.counted(this.texts.unread, this.number(room), this.badge(room)); },
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
      window.messenger.tell("show", room.id);
    },
    step(event) {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      const all = [...this.named, ...this.directs];
      const step = event.key === "ArrowUp" ? -1 : 1;
      const at = all.findIndex((room) => room.id === this.shown);
      for (let tried = 1; tried <= all.length; tried++) {
        const room = all[(at + step * tried + all.length * (tried + 1)) % all.length];
        if (event.shiftKey && !room.unread) continue;
        event.preventDefault();
        if (this.shown === null) location.href = `/rooms/${room.id}`;
        else window.messenger.tell("show", room.id);
        return;
      }
    },
    note(id, event, counts) {
      const room = this.rooms[id], mine = event.author === this.me.id;
      if (!room) return;
      if (event.seq > room.last_seq) Object.assign(room, { last_seq: event.seq, last_at: Date.now() / 1000 });
      if (!this.isNews(room, event.revision) || !counts) return;
      if (mine) room.last_read_seq = Math.max(room.last_read_seq, event.seq);
      room.unread = mine ? 0 : room.unread + 1;
      room.mentions = mine ? 0 : room.mentions + this.meansMe(event);
      if (!mine && this.wants(room, this.meansMe(event))) window.messenger.alerts.hear(id, event.seq, { plays: this.own.plays_sound });
    },
    meansMe({ names, everyone }) { return names.includes(this.me.id) || everyone ? 1 : 0; },
    withdraw(id, event) { this.recount(id, event, -1); },
    restore(id, event) { this.recount(id, event, 1); },
    recount(id, event, step) {
      const room = this.rooms[id];
      if (!room || !this.isNews(room, event.revision) || event.seq <= room.last_read_seq || event.author === this.me.id) return;
      room.unread = Math.max(0, room.unread + step);
      room.mentions = Math.max(0, room.mentions + step * this.meansMe(event));
    },
    /** Whether the number of unread messages does not know of this change yet: frames may come late, or twice. */
    isNews(room, revision) {
      if (revision <= room.revision) return false;
      room.revision = revision;
      return true;
    },
    renew(user) {
      if (user.id === this.me.id) Object.assign(this.self, user);
      for (const room of Object.values(this.rooms)) {
        for (const person of room.people) if (person.id === user.id) Object.assign(person, user);
      }
    },
    noteDrafts() { this.drafts = Object.fromEntries([...this.begun, ...window.messenger.drafts.rooms()].map((room) => [room, true])); },
  },
};
