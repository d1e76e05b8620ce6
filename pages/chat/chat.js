const GROUP_MS = 5 * 60 * 1000, PAGE = 30, NEAR_PX = 120, OLDER_PX = 800, SKELETON_MS = 200, READ_MS = 250, ROWS_MAX = 600;

export default {
  template: `
    <section class="chat" :class="{ quiet: !ready }">
      <header class="head">
        <div class="titles"><h1>{{ title }}</h1><p v-if="subtitle">{{ subtitle }}</p></div>
        <div class="tools"><slot></slot></div>
      </header>
      <div class="log" role="log" :aria-label="texts.messages" :aria-busy="!ready" tabindex="0" ref="log" @scroll.passive="onScroll">
        <div class="lane">
          <div v-if="skeleton" class="skeletons" aria-hidden="true"><div v-for="n in 7" :key="n" class="skeleton"><i></i><span :style="{ width: 30 + (n * 37) % 55 + '%' }"></span></div></div>
          <div v-if="ready && !hasOlder" class="start"><b>{{ texts.start.replace("{room}", title) }}</b><p>{{ startHint }}</p></div>
          <template v-for="row in rows" :key="row.id">
            <div v-if="row.type === 'day'" class="day" role="separator">{{ row.label }}</div>
            <div v-else-if="row.type === 'fresh'" class="fresh" role="separator" ref="fresh">{{ texts.new }}</div>
            <div v-else-if="row.type === 'notice'" class="notice" role="note" :data-seq="row.seq">{{ row.text }} <time :datetime="row.at">{{ row.time }}</time></div>
            <article v-else class="msg" :class="{ first: row.first, mine: row.mine, lit: row.seq === lit }" :data-id="row.number ?? row.key" :data-seq="row.seq" :data-state="row.state">
              <img v-if="row.first" class="avatar" :src="row.author.avatar" alt="">
              <time v-else class="gutter" :datetime="row.at" :title="row.full">{{ row.time }}</time>
              <div v-if="row.first" class="who"><b>{{ row.author.nick }}</b><time :datetime="row.at" :title="row.full">{{ row.time }}</time></div>
              <span v-else class="visually-hidden">{{ row.author.nick }}</span>
              <div v-if="row.deleted" class="body trace">{{ texts.deleted }}</div>
              <div v-else-if="row.html" class="body" v-html="row.html"></div>
              <div v-else class="body plain">{{ row.body }}</div>
              <div v-if="row.state !== 'sent'" class="state" :class="row.state">
                <template v-if="row.state === 'failed'"><span role="alert">{{ texts.failed.replace("{reason}", row.reason ?? "") }}</span>
                  <button class="button plain small" @click="retry(row)">{{ texts.try_again }}</button><button class="button plain small" @click="copy(row)">{{ texts.copy }}</button><button class="button plain small" @click="discard(row)">{{ texts.discard }}</button></template>
                <template v-else>{{ online ? texts.sending : texts.kept }}</template>
              </div>
            </article>
          </template>
        </div>
      </div>
      <button v-if="ready && (fresh || hasNewer || far)" class="jump" @click="toNewest">{{ fresh ? counted("new_messages", fresh) : texts.newest }}</button>
      <footer v-if="room && room.is_member" class="comp">
        <div class="lane box">
          <textarea ref="input" v-model="draft" rows="1" :aria-label="texts.message" :placeholder="texts.message_in.replace('{room}', title)" aria-describedby="composer-note"
            @input="onInput" @keydown.enter="onEnter"></textarea>
          <div class="box-tools"><span id="composer-note" class="count" :class="{ over: left < 0 }" :role="left < 0 ? 'alert' : null">{{ countText }}</span>
            <button class="button send" :disabled="!draft.trim()" @click="send">{{ texts.send }}</button></div>
        </div>
      </footer>
      <footer v-else-if="room" class="comp"><div class="lane join"><span>{{ texts.looking }}</span><button class="button" @click="$emit('join', room.id)">{{ texts.join.replace("{room}", title) }}</button></div></footer>
    </section>`,
  props: { me: Object, first: Number, around: Number, site: String, limit: Number, texts: Object, notices: Object },
  emits: ["join"],
  data() {
    return {
      id: null, room: null, messages: [], people: { [this.me.id]: { ...this.me } }, pending: [], draft: "",
      ready: false, skeleton: false, hasOlder: false, hasNewer: false, fresh: 0, far: false, freshSeq: null, lit: null,
      online: window.messenger.status === "online", today: new Date().toDateString(),
    };
  },
  computed: {
    title() {
      if (!this.room) return "";
      if (this.room.kind !== "direct") return this.room.name;
      return this.others.map((person) => person.nick).join(", ") || this.texts.notes;
    },
    others() { return (this.room?.people ?? []).filter((person) => person.id !== this.me.id); },
    subtitle() {
      if (!this.room || this.room.kind === "direct") return "";
      const members = this.counted("members", this.room.members);
      return [this.room.topic, members].filter(Boolean).join(" · ");
    },
    startHint() {
      if (this.room?.kind !== "direct") return this.texts.start_hint;
      return this.others.length ? "" : this.texts.start_notes;
    },
    left() { return this.limit - [...this.draft.trim()].length; },
    countText() {
      if (this.left < 0) return this.counted("too_long", -this.left);
      return this.left < 500 ? this.counted("left", this.left) : "";
    },
    rows() {
      const rows = [];
      let before = null, day = null;
      const waiting = this.pending.map((entry) => ({
        key: entry.key, author: this.me.id, at: new Date(entry.at).toISOString(), kind: "text", body: entry.body, state: entry.state, reason: entry.reason, entry,
      }));
      for (const message of [...this.messages, ...(this.hasNewer ? [] : waiting)]) {
        const at = new Date(message.at);
        if (at.toDateString() !== day) {
          day = at.toDateString();
          rows.push({ type: "day", id: `day:${day}`, label: this.dayLabel(at) });
          before = null;
        }
        if (message.seq !== undefined && message.seq === this.freshSeq) {
          rows.push({ type: "fresh", id: "fresh" });
          before = null;
        }
        const time = this.clock.format(at);
        if (message.kind === "notice") {
          rows.push({ type: "notice", id: message.seq, seq: message.seq, text: this.noticeText(message), at: message.at, time });
          before = null;
          continue;
        }
        const joins = before && before.author === message.author && at - new Date(before.at) < GROUP_MS;
        rows.push({
          ...message, type: "message", number: message.id, id: `${message.author}:${message.key}`, first: !joins, time, full: this.moment.format(at), state: message.state ?? "sent",
          author: this.people[message.author] ?? { nick: this.texts.someone, avatar: "" }, mine: message.author === this.me.id,
        });
        before = message;
      }
      return rows;
    },
  },
  created() {
    const language = window.messenger.locale;
    this.clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
    this.moment = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
    this.date = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
    this.dateAndYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
    this.plural = new Intl.PluralRules(language);
    this.relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.revision = 0;
    this.turn = 0;
    this.unreadAfter = null;
    this.atBottom = true;
  },
  mounted() {
    const { on } = window.messenger;
    this.ends = [
      on("show", (id) => this.go(id)),
      on("connect", () => this.resync()),
      on("status", (status) => { this.online = status === "online"; }),
      on("sent", ({ room, row }) => { if (room === this.id) this.ready ? this.place([row]) : this.early.push(row); }),
      on("outbox", (room) => { if (room === this.id) this.readOutbox(); }),
      on("MessagePosted", (event) => this.onPosted(event)),
      on("MessageDeleted", (event) => { if (event.room === this.id) this.onRevision(event.message); }),
      on("RoomChanged", ({ room, face }) => { if (room === this.id && this.room) { Object.assign(this.room, face); this.setTitle(); } }),
      on("RoomGained", ({ entry }) => { if (entry.id === this.id) this.resync(); }),
      on("RoomRead", ({ room, last_read_seq }) => { if (room === this.id && this.room) this.room.last_read_seq = last_read_seq; }),
      on("RoomLost", (event) => { if (event.room === this.id) this.onLost(event); }),
      on("UserChanged", ({ user }) => this.renew(user)),
    ];
    this.onPop = () => { const id = Number(location.pathname.split("/")[2]); if (id) this.show(id); };
    this.onLook = () => { this.today = new Date().toDateString(); this.markRead(); };
    addEventListener("popstate", this.onPop);
    for (const name of ["focus", "resize"]) addEventListener(name, this.onLook);
    document.addEventListener("visibilitychange", this.onLook);
    this.watcher = new ResizeObserver(() => { if (this.atBottom) this.toBottom(); });
    this.watcher.observe(this.$refs.log);
    this.watcher.observe(this.$refs.log.firstElementChild);
    addEventListener("pagehide", this.keepPlace);
    const place = this.around ? null : this.keptPlace();
    this.show(this.first, this.around, place);
  },
  unmounted() {
    removeEventListener("pagehide", this.keepPlace);
    this.ends.forEach((end) => end());
    this.watcher.disconnect();
    removeEventListener("popstate", this.onPop);
    for (const name of ["focus", "resize"]) removeEventListener(name, this.onLook);
    document.removeEventListener("visibilitychange", this.onLook);
  },
  methods: {
    go(id) {
      if (id === this.id) return this.$refs.input?.focus();
      history.pushState(null, "", `/rooms/${id}`);
      this.show(id);
    },
    /** Show another room: one question brings its face and its newest messages. */
    async show(id, around = null, place = null) {
      const turn = ++this.turn;
      Object.assign(this, { id, ready: false, fresh: 0, far: false, freshSeq: null, unreadAfter: null, lit: around, opening: around ?? place?.seq ?? null, spot: place, revision: 0 });
      this.early = [];
      this.draft = this.readDraft();
      window.messenger.room = id;
      window.messenger.tell("shown", id);
      this.readOutbox();
      const waiting = setTimeout(() => { if (turn === this.turn && !this.ready) { this.messages = []; this.skeleton = true; } }, SKELETON_MS);
      await this.load(turn);
      clearTimeout(waiting);
    },
    async load(turn) {
      const id = this.id;
      let found;
      try {
        found = await window.messenger.ask("open", { room: id, around: this.opening ?? null });
      } catch (error) {
        if (turn === this.turn && error.code === "not_found") this.onLost({ room: id, reason: "gone" });
        return;
      }
      if (turn !== this.turn) return;
      this.adopt(found.people);
      Object.assign(this, { room: found.room, messages: found.messages.map(Object.freeze), revision: found.revision, skeleton: false, ready: true });
      this.hasOlder = (this.messages[0]?.seq ?? 1) > 1;
      this.hasNewer = (this.messages.at(-1)?.seq ?? found.room.last_seq) < found.room.last_seq;
      this.unreadAfter = found.room.unread ? found.room.last_read_seq : null;
      this.freshSeq = this.firstUnread();
      this.early.splice(0).forEach((message) => this.onRevision(message));
      this.readOutbox();
      this.setTitle();
      await this.$nextTick();
      this.fit();
      this.settle();
      if (matchMedia("(min-width: 768px)").matches) this.$refs.input?.focus();
    },
    settle() {
      const log = this.$refs.log, sought = this.lit ?? this.spot?.seq;
      const target = sought ? log.querySelector(`[data-seq="${sought}"]`) : this.freshElement();
      if (target) {
        const top = this.spot?.top ?? (this.lit ? log.clientHeight / 3 : 24);
        log.scrollTop += target.getBoundingClientRect().top - log.getBoundingClientRect().top - top;
        this.measure();
      } else this.toBottom();
      this.spot = null;
      this.markRead();
      this.loadAround();
    },
    /** The topmost message in sight and where it stands, for a reload; nothing for a reader at the newest. */
    keepPlace() {
      const log = this.$refs.log, edge = log?.getBoundingClientRect().top;
      const seen = this.ready && !this.atBottom && [...log.querySelectorAll("article[data-seq]")].find((row) => row.getBoundingClientRect().bottom > edge);
      try {
        if (seen) sessionStorage.setItem("place", JSON.stringify({ room: this.id, seq: Number(seen.dataset.seq), top: seen.getBoundingClientRect().top - edge }));
        else sessionStorage.removeItem("place");
      } catch { /* the page opens at the newest then */ }
    },
    keptPlace() {
      if (performance.getEntriesByType("navigation")[0]?.type !== "reload") return null;
      try {
        const place = JSON.parse(sessionStorage.getItem("place"));
        return place?.room === this.first ? place : null;
      } catch { return null; }
    },
    freshElement() { return [this.$refs.fresh].flat()[0]; },
    /** The first loaded message that was unread when the room was opened. */
    firstUnread() {
      const mark = this.unreadAfter;
      if (mark === null) return null;
      return this.messages.find((message) => message.seq > mark && message.author !== this.me.id && message.kind === "text" && !message.deleted)?.seq ?? null;
    },
    /** After an interruption, or a gap: everything that changed since the last revision this window knows. */
    async resync() {
      if (!this.id) return;
      if (!this.ready) return this.load(this.turn);
      if (this.syncing) { this.again = true; return; }
      this.syncing = true;
      try {
        for (let complete = false; !complete;) {
          const id = this.id, people = Object.keys(this.people).map(Number).slice(-400);
          const found = await window.messenger.ask("open", { room: id, since: this.revision, people });
          if (id !== this.id) break;
          this.adopt(found.people);
          this.room = { ...this.room, ...found.room };
          this.place(found.messages, found.complete ? found.room.last_seq : null);
          this.revision = Math.max(this.revision, found.revision);
          complete = found.complete;
        }
        this.setTitle();
      } catch (error) {
        if (error.code === "not_found") this.onLost({ room: this.id, reason: "gone" });
        else if (error.code !== "offline" && error.code !== "timeout") setTimeout(() => this.resync(), 1000);
      } finally {
        this.syncing = false;
        if (this.again) { this.again = false; this.resync(); }
      }
    },
    onPosted({ room, message, author }) {
      if (room !== this.id) return;
      this.adopt([author]);
      this.onRevision(message);
    },
    /** What is heard while the room is still being loaded waits: it may be newer than what the answer holds. */
    onRevision(message) {
      if (!this.ready) return this.early.push(message);
      if (message.revision <= this.revision) return;
      if (message.revision > this.revision + 1) return this.resync();
      this.revision = message.revision;
      this.place([message]);
    },
    /** Put rows where their seq says; rows this window does not hold (older than what it loaded) are left out. */
    place(rows) {
      const arrived = [], oldest = this.messages[0]?.seq ?? 0, newest = this.messages.at(-1)?.seq ?? 0;
      const known = new Map(this.messages.map((message) => [message.seq, message]));
      for (const row of rows) {
        const had = known.get(row.seq);
        if (had ? had.revision <= row.revision : row.seq > newest ? !this.hasNewer : row.seq >= oldest) {
          known.set(row.seq, Object.freeze(row));
          if (!had && row.seq > newest) arrived.push(row);
        }
        if (this.room) this.room.last_seq = Math.max(this.room.last_seq, row.seq);
      }
      this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
      const keys = new Set(rows.filter((row) => row.author === this.me.id).map((row) => row.key));
      if (keys.size) this.pending = this.pending.filter((entry) => !keys.has(entry.key));
      if (!arrived.length) return;
      const others = arrived.filter((row) => row.author !== this.me.id && row.kind === "text" && !row.deleted);
      if (!this.isReading()) {
        this.fresh += this.atBottom ? 0 : others.length;
        if (this.freshSeq === null && others.length) this.freshSeq = others[0].seq;
      }
      if (this.atBottom) this.$nextTick(() => { this.trim(); this.toBottom(); });
      this.markRead();
    },
    trim() {
      if (this.messages.length <= ROWS_MAX) return;
      this.messages = this.messages.slice(-ROWS_MAX / 2);
      this.hasOlder = true;
    },
    onLost({ room, name, reason }) {
      const known = name || this.title;
      const text = { removed: this.texts.removed, deleted: this.texts.room_deleted, left: this.texts.you_left }[reason] ?? this.texts.gone;
      window.messenger.sayNext(text.replace("{room}", known));
      window.messenger.room = null;
      if (room === this.id) location.href = "/rooms";
    },
    /** A text that counts; the server gives it in the forms that CLDR calls one, few and many. */
    counted(name, number) {
      const forms = this.texts[name];
      return (forms[this.plural.select(number)] ?? forms.many).replace("{count}", number);
    },
    adopt(people) { for (const person of people) this.people[person.id] = person; },
    renew(user) {
      if (this.people[user.id]) this.people[user.id] = user;
      for (const person of this.room?.people ?? []) if (person.id === user.id) Object.assign(person, user);
      this.setTitle();
    },
    setTitle() { document.title = [this.title, this.site].filter(Boolean).join(" · "); },
    dayLabel(at) {
      const days = Math.round((new Date(this.today) - new Date(at.toDateString())) / 86400000);
      const near = days === 0 || days === 1 ? this.relative.format(-days, "day") : null;
      if (near) return near[0].toUpperCase() + near.slice(1);
      return (days < 300 ? this.date : this.dateAndYear).format(at);
    },
    noticeText(message) {
      let facts = {};
      try { facts = JSON.parse(message.body); } catch { /* an empty notice */ }
      const nick = (person) => this.people[person.id]?.nick ?? person.nick;
      const values = { actor: this.people[message.author]?.nick ?? this.texts.someone, people: (facts.people ?? []).map(nick).join(", "), before: facts.before, after: facts.after };
      return (this.notices[facts.what] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    },

    onScroll() {
      this.measure();
      this.loadAround();
      this.markRead();
    },
    measure() {
      const log = this.$refs.log, below = log.scrollHeight - log.scrollTop - log.clientHeight;
      this.atBottom = below < NEAR_PX && !this.hasNewer;
      this.far = below > 2 * log.clientHeight;
      if (this.atBottom) this.fresh = 0;
      window.messenger.tell("reading", this.isReading());
    },
    toBottom() {
      const log = this.$refs.log;
      if (!log) return;
      log.scrollTop = log.scrollHeight;
      this.measure();
    },
    async toNewest() {
      if (this.hasNewer) return this.show(this.id);
      this.fresh = 0;
      this.toBottom();
      this.markRead();
    },
    /** More messages when the reader nears either end of what is loaded; what is on the screen stays where it is. */
    async loadAround() {
      const log = this.$refs.log;
      if (!this.ready || this.loading || !log) return;
      const older = this.hasOlder && log.scrollTop < OLDER_PX;
      const newer = this.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < OLDER_PX;
      if (!older && !newer) return;
      this.loading = true;
      const turn = this.turn;
      try {
        const edge = older ? { before: this.messages[0].seq } : { after: this.messages.at(-1).seq };
        const found = await window.messenger.ask("history", { room: this.id, ...edge, limit: PAGE });
        if (turn !== this.turn) return;
        this.adopt(found.people);
        const height = log.scrollHeight, top = log.scrollTop, rows = found.messages.map(Object.freeze);
        this.messages = older ? [...rows, ...this.messages] : [...this.messages, ...rows];
        if (older) {
          this.hasOlder = rows.length > 0 && rows[0].seq > 1;
          this.freshSeq = this.firstUnread() ?? this.freshSeq;
        } else this.hasNewer = rows.length > 0 && rows.at(-1).seq < this.room.last_seq;
        await this.$nextTick();
        if (older) log.scrollTop = top + log.scrollHeight - height;
        this.measure();
      } catch (error) {
        if (error.code === undefined) console.error(error);
        return;
      } finally {
        this.loading = false;
      }
      this.loadAround();
    },
    async sendRead(room, seq) {
      this.readAt = Date.now();
      const answer = await window.messenger.ask("read", { room, seq }).catch(() => null);
      if (answer) window.messenger.tell("RoomRead", answer);
    },
    isReading() { return this.ready && this.atBottom && !document.hidden && document.hasFocus(); },
    markRead() {
      const seq = this.messages.at(-1)?.seq ?? 0;
      if (!this.isReading() || !this.room?.is_member || seq <= this.room.last_read_seq) return;
      clearTimeout(this.readTimer);
      const wait = (this.readAt ?? 0) + READ_MS - Date.now();
      if (wait > 0) this.readTimer = setTimeout(() => this.markRead(), wait);
      else this.sendRead(this.id, seq);
    },

    readOutbox() { this.pending = window.messenger.outbox.of(this.id); if (this.atBottom) this.$nextTick(() => this.toBottom()); },
    retry(row) { window.messenger.outbox.retry(row.entry); },
    copy(row) { window.messenger.copy(row.body); },
    discard(row) { window.messenger.outbox.discard(row.entry); },
    draftName() { return `draft:${this.me.id}:${this.id}`; },
    readDraft() { try { return localStorage.getItem(this.draftName()) ?? ""; } catch { return ""; } },
    onInput() {
      try { this.draft ? localStorage.setItem(this.draftName(), this.draft) : localStorage.removeItem(this.draftName()); } catch { /* not kept */ }
      window.messenger.tell("drafted");
      this.fit();
    },
    fit() {
      const input = this.$refs.input;
      if (!input) return;
      input.style.height = "auto";
      input.style.height = `${Math.min(input.scrollHeight, innerHeight * 0.4)}px`;
    },
    onEnter(event) {
      if (event.shiftKey || event.isComposing || event.keyCode === 229 || matchMedia("(pointer: coarse) and (max-width: 767px)").matches) return;
      event.preventDefault();
      this.send();
    },
    async send() {
      const body = this.draft.trim();
      if (!body || this.left < 0) return this.$refs.input.focus();
      if (this.hasNewer) await this.show(this.id);
      this.atBottom = true;
      this.freshSeq = this.unreadAfter = null;
      window.messenger.outbox.add(this.id, body);
      this.draft = "";
      this.onInput();
      await this.$nextTick();
      this.fit();
      this.toBottom();
      this.$refs.input?.focus();
    },
  },
};
