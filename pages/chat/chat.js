const GROUP_MS = 5 * 60 * 1000, PAGE = 30, NEAR_PX = 120, OLDER_PX = 800, SKELETON_MS = 200, READ_MS = 250, ROWS_MAX = 200, HOLD_MS = 450, UNDO_MS = 10000, AGAIN_MS = 1000;
const ICONS = {
  react: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5",
  reply: "M9 7 4 12l5 5M4 12h9c4 0 7 2 7 6",
  edit: "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
  delete: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  copy_link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  attach: "M12 5v14M5 12h14",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  unpin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6M4 4l16 16",
  mark_unread: "M4 6h16v12H4zM4 7l8 6 8-6",
};

export default {
  template: `
    <section class="chat" :class="{ quiet: !ready }">
      <header class="head">
        <div class="titles"><h1>{{ title }}</h1><p v-if="subtitle">{{ subtitle }}</p></div>
        <div class="tools"><slot></slot></div>
      </header>
      <div class="log" role="log" :aria-label="texts.messages" :aria-busy="!ready" tabindex="0" ref="log" @scroll.passive="onScroll" @keydown="onLogKey" @focusin="onFocus" @focusout="focused = null"
        @click="onClick" @touchstart.passive="onTouch" @touchend="onTouchEnd" @touchmove.passive="onTouchEnd" @contextmenu="onContext">
        <div class="lane">
          <div v-if="skeleton" class="skeletons" aria-hidden="true"><div v-for="n in 7" :key="n" class="skeleton"><i></i><span :style="{ width: 30 + (n * 37) % 55 + '%' }"></span></div></div>
          <div v-if="ready && !hasOlder" class="start"><b>{{ startTitle }}</b><p>{{ startHint }}</p></div>
          <template v-for="row in rows" :key="row.id">
            <div v-if="row.type === 'day'" class="day" role="separator">{{ row.label }}</div>
            <div v-else-if="row.type === 'fresh'" class="fresh" role="separator" ref="fresh">{{ texts.new }}</div>
            <div v-else-if="row.type === 'notice'" class="notice" role="note" :data-seq="row.seq">{{ row.text }} <time :datetime="row.at">{{ row.time }}</time></div>
            <article v-else class="msg" tabindex="-1" :class="{ first: row.first, mine: row.mine, lit: row.seq === lit, named: row.named, held: row.seq === held }" :data-id="row.number ?? row.key" :data-seq="row.seq" :data-state="row.state">
              <img v-if="row.first" class="avatar" :src="row.author.avatar" alt="">
              <time v-else class="gutter" :datetime="row.at" :title="row.full">{{ row.time }}</time>
              <div v-if="row.first" class="who"><b>{{ row.author.nick }}</b><time :datetime="row.at" :title="row.full">{{ row.time }}</time></div>
              <span v-else class="visually-hidden">{{ row.author.nick }}</span>
              <button v-if="row.reply" class="quote" @click="goTo(row.reply.seq)"><b>{{ people[row.reply.author.id]?.nick ?? row.reply.author.nick }}</b> <span>{{ row.reply.text || texts.deleted }}</span></button>
              <div v-if="row.deleted" class="body trace">{{ texts.deleted }} <button v-if="undoable[row.number]" class="link" @click="act('undelete', row)">{{ texts.undo }}</button></div>
              <div v-else-if="row.html" class="body" v-html="dressed(row)"></div>
              <div v-else-if="row.body" class="body plain">{{ row.body }}</div>
              <file-list v-if="row.files || row.keys" :files="row.files" :keys="row.keys" :texts="fileTexts"></file-list>
              <div v-if="row.edited || row.pinned" class="marks">
                <button v-if="row.edited" class="link" :title="moment.format(new Date(row.edited))" @click="$emit('revisions', row.number)">{{ texts.edited }}</button>
                <span v-if="row.pinned"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.pin"/></svg>{{ texts.pinned }}</span>
              </div>
              <div v-if="row.reactions" class="reactions" role="group" :aria-label="texts.reactions">
                <button v-for="one in row.reactions" :key="one.emoji" :aria-pressed="one.users.includes(me.id)" :title="namesOf(one)" :aria-label="one.emoji + ' ' + one.users.length + ', ' + namesOf(one)"
                  @click="react(row, one.emoji, !one.users.includes(me.id))">{{ one.emoji }} <b>{{ one.users.length }}</b></button>
              </div>
              <div v-if="row.state !== 'sent'" class="state" :class="row.state">
                <template v-if="row.state === 'failed'"><span role="alert">{{ texts.failed.replace("{reason}", row.reason ?? "") }}</span>
                  <button class="button plain small" @click="retry(row)">{{ texts.try_again }}</button><button class="button plain small" @click="copy(row)">{{ texts.copy }}</button><button class="button plain small" @click="discard(row)">{{ texts.discard }}</button></template>
                <template v-else>{{ online && !row.entry?.isLate ? texts.sending : texts.kept }}</template>
              </div>
              <div v-if="row.seenBy" class="seen" role="img" :aria-label="texts.seen_by.replace('{people}', nicks(row.seenBy))" :title="texts.seen_by.replace('{people}', nicks(row.seenBy))">
                <img v-for="id in row.seenBy.slice(0, 2)" :key="id" class="avatar" :src="people[id]?.avatar" alt=""><span v-if="row.seenBy.length > 2">+{{ row.seenBy.length - 2 }}</span>
              </div>
              <div v-if="row.number && row.state === 'sent' && !row.deleted" class="actions" role="toolbar" :aria-label="texts.message_actions">
                <button v-for="name in actionsOf(row)" :key="name" class="icon-button" :tabindex="focused === row.seq ? 0 : -1" :aria-label="labels[name]" :title="labels[name]" @click="act(name, row, $event)"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons[name]"/></svg></button>
              </div>
            </article>
          </template>
        </div>
      </div>
      <div v-if="held" class="scrim open" aria-hidden="true" @click="held = null"></div>
      <button v-if="ready && (news || hasNewer || far)" class="jump" @click="toNewest">{{ news ? counted("new_messages", news) : texts.newest }}</button>
      <footer v-if="room && room.is_member" class="comp">
        <div v-if="strangers.length" class="lane note" role="status"><span>{{ texts.outsiders.replace("{people}", strangers.map((one) => one.nick).join(", ")) }}</span>
          <button class="button plain small" @click="addStrangers">{{ texts.add_them }}</button><button class="button plain small" @click="strangers = []">{{ texts.leave_it }}</button></div>
        <div v-if="editing || answering" class="lane note"><span v-if="editing">{{ texts.editing }}</span><span v-else>{{ texts.replying.replace("{nick}", people[answering.author]?.nick ?? "") }} <q>{{ answering.text }}</q></span>
          <button class="icon-button" :aria-label="texts.cancel" :title="texts.cancel" @click="cancel">✕</button></div>
        <file-tray ref="tray" :room="id" :title="title" :texts="fileTexts" @change="attached = $event"></file-tray>
        <div class="lane box">
          <textarea ref="input" v-model="draft" rows="1" data-formatted :aria-label="texts.message" :placeholder="placeholder" aria-describedby="composer-note"
            @input="onInput" @keydown="onKey"></textarea>
          <div class="box-tools">
            <button type="button" class="icon-button attach" :aria-label="fileTexts.attach" :title="fileTexts.attach" @click="$refs.tray.choose()"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.attach"/></svg></button>
            <button type="button" class="icon-button" :aria-label="texts.emoji" :title="texts.emoji" @click="insertEmoji"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.react"/></svg></button>
            <button type="button" class="icon-button format-bar" :aria-label="texts.formatting" :title="texts.formatting" :aria-expanded="String(formatted)" @click="formatting.open = formatted = !formatted"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="formatting.icons.bar"/></svg></button>
            <div v-if="formatted" class="formats" role="toolbar" :aria-label="texts.formatting"><button v-for="(name, kind, index) in texts.formats" :key="kind" type="button" class="icon-button" :tabindex="index ? -1 : 0" :data-format="kind" :aria-label="name" :title="formatting.title(kind, name)"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="formatting.icons[kind]"/></svg></button></div>
            <span id="composer-note" class="count" :class="{ over: left < 0 }" :role="left < 0 ? 'alert' : null">{{ countText }}</span>
            <button class="button send" :disabled="!sendable" @click="send">{{ editing ? texts.save : texts.send }}</button></div>
        </div>
        <div class="lane typing" role="status" :aria-live="speaks ? 'polite' : 'off'">{{ writing }}</div>
      </footer>
      <footer v-else-if="room" class="comp"><div class="lane join"><span>{{ texts.looking }}</span><button class="button" @click="$emit('join', room.id)">{{ texts.join.replace("{room}", title) }}</button></div></footer>
    </section>`,
  components: { FileTray: window.messenger.files.tray, FileList: window.messenger.files.list },
  props: { me: Object, first: Number, around: Number, site: String, limit: Number, filesMax: Number, texts: Object, fileTexts: Object, notices: Object },
  emits: ["join", "revisions", "add"],
  data() {
    return {
      id: null, room: null, messages: [], people: { [this.me.id]: { ...this.me } }, pending: [], draft: "",
      ready: false, skeleton: false, hasOlder: false, hasNewer: false, fresh: 0, far: false, freshSeq: null, lit: null,
      icons: ICONS, formatting: window.messenger.formatting, formatted: window.messenger.formatting.open, focused: null, held: null, editing: null, answering: null, strangers: [], seen: {}, undoable: {}, attached: 0,
      online: window.messenger.status === "online", presence: window.messenger.presence ?? {}, writing: "", speaks: false, today: new Date().toDateString(),
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
      if (!this.room) return "";
      if (this.room.kind === "direct") return (this.others.length === 1 && this.texts[this.presence[this.others[0].id]]) || "";
      const members = this.counted("members", this.room.members);
      return [this.room.topic, members].filter(Boolean).join(" · ");
    },
    startTitle() {
      if (this.room?.kind !== "direct") return this.texts.start.replace("{room}", this.title);
      return this.others.length ? this.texts.start_direct.replace("{nick}", this.title) : this.title;
    },
    placeholder() { return this.room.kind === "direct" ? this.texts.message_to.replace("{nick}", this.title) : this.texts.message_in.replace("{room}", this.title); },
    startHint() {
      if (this.room?.kind !== "direct") return this.texts.start_hint;
      return this.others.length ? "" : this.texts.start_notes;
    },
    sendable() { return Boolean(this.draft.trim() || (this.editing ? this.editing.bare : this.attached)); },
    left() { return this.limit - [...this.draft.trim()].length; },
    countText() {
      if (this.left < 0) return this.counted("too_long", -this.left);
      return this.left < 500 ? this.counted("left", this.left) : "";
    },
    news() { return this.hasNewer ? this.room?.unread ?? 0 : this.fresh; },
    labels() {
      const { react, reply, edit, copy_link, pin, unpin, mark_unread } = this.texts;
      return { react, reply, edit, delete: this.texts.delete, copy_link, pin, unpin, mark_unread };
    },
    /** Who has read up to which of the loaded messages, by the seq of the last one each has seen. */
    seenAt() {
      const marks = new Map(Object.entries(this.seen).map(([id, seq]) => [Number(id), seq])), found = new Map();
      for (const { author, seq } of this.messages) if (author !== this.me.id && marks.has(author)) marks.set(author, Math.max(marks.get(author), seq));
      const seqs = this.messages.filter((message) => message.kind === "text").map((message) => message.seq);
      for (const [id, mark] of marks) {
        const seq = seqs.findLast((one) => one <= mark);
        if (seq !== undefined && (!this.hasNewer || seq !== seqs.at(-1))) found.set(seq, [...(found.get(seq) ?? []), id]);
      }
      return found;
    },
    rows() {
      const rows = [];
      let before = null, day = null;
      const waiting = this.pending.filter((entry) => entry.event === "send").map((entry) => ({
        key: entry.key, author: this.me.id, at: new Date(entry.at).toISOString(), kind: "text", body: entry.data.body, keys: entry.files, reply: entry.data.quote, state: entry.state, reason: entry.reason, entry,
      }));
      const changes = this.pending.filter((entry) => entry.event !== "send");
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
        const joins = before && before.author === message.author && at - new Date(before.at) < GROUP_MS && !message.reply;
        rows.push({
          ...message, ...this.changed(message, changes), named: this.isNamed(message), seenBy: this.seenAt.get(message.seq), type: "message", number: message.id, id: `${message.author}:${message.key}`, first: !joins, time, full: this.moment.format(at),
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
    this.relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.revision = 0;
    this.turn = 0;
    this.unreadAfter = null;
    this.atBottom = true;
  },
  mounted() {
    const { on } = window.messenger;
    this.ends = [
      on("show", (place) => this.go(...[place].flat())),
      on("presence", (presence) => { this.presence = presence; }),
      on("typing", (nicks) => {
        if (nicks.length && !this.writing) this.speaks = window.messenger.typing.isNews();
        this.writing = window.messenger.typing.words(nicks, this.texts.typing);
      }),
      on("connect", () => this.resync()),
      on("status", (status) => { this.online = status === "online"; }),
      on("sent", ({ room, row }) => {
        if (room !== this.id) return;
        this.ready ? this.place([row]) : this.early.push(row);
        if (row.outsiders) this.strangers = row.outsiders;
      }),
      on("outbox", (room) => { if (room === this.id) this.readOutbox(); }),
      on("MessagePosted", (event) => this.onPosted(event)),
      on("MessageChanged", (event) => { if (event.room === this.id) this.onRevision(event.message); }),
      on("PersonRead", ({ room, user, seq }) => {
        if (room !== this.id || !this.seesReceipts || user.id === this.me.id) return;
        this.adopt([user]);
        this.seen[user.id] = Math.max(seq, this.seen[user.id] ?? 0);
      }),
      on("draft", (room) => { if (room === this.id && !this.editing) { this.draft = this.readDraft(); this.$nextTick(() => this.fit()); } }),
      on("MessageDeleted", (event) => { if (event.room === this.id) this.onRevision(event.message); }),
      on("RoomChanged", ({ room, face }) => { if (room === this.id && this.room) { Object.assign(this.room, face); this.setTitle(); } }),
      on("RoomGained", ({ entry }) => { if (entry.id === this.id) this.resync(); }),
      on("RoomRead", ({ room, last_read_seq, unread }) => { if (room === this.id && this.room) Object.assign(this.room, { last_read_seq, unread }); }),
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
    this.complete();
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
    go(id, seq = null) {
      if (id === this.id) return seq ? this.goTo(seq) : this.$refs.input?.focus();
      history.pushState(null, "", `/rooms/${id}`);
      this.show(id, seq);
    },
    /** Show another room: one question brings its face and its newest messages. */
    async show(id, around = null, place = null) {
      const turn = ++this.turn;
      Object.assign(this, { id, ready: false, fresh: 0, far: false, freshSeq: null, unreadAfter: null, lit: around, opening: around ?? place?.seq ?? null, spot: place, revision: 0, focused: null, held: null, strangers: [], seen: {}, resting: false });
      this.early = [];
      this.editing = this.recall("editing");
      this.answering = this.recall("answering");
      this.draft = this.editing?.text ?? this.readDraft();
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
        if (turn !== this.turn) return;
        if (error.code === "not_found") this.onLost({ room: id, reason: "gone" });
        else if (error.code !== "offline" && error.code !== "timeout") setTimeout(() => turn === this.turn && !this.ready && this.load(turn), AGAIN_MS);
        return;
      }
      if (turn !== this.turn) return;
      this.adopt(found.people);
      Object.assign(this, { room: found.room, messages: found.messages.map(Object.freeze), revision: found.revision, skeleton: false, ready: true });
      this.hasOlder = (this.messages[0]?.seq ?? 1) > 1;
      this.hasNewer = (this.messages.at(-1)?.seq ?? found.room.last_seq) < found.room.last_seq;
      this.unreadAfter = found.room.unread ? found.room.last_read_seq : null;
      this.hear(found);
      this.freshSeq = this.firstUnread();
      this.early.splice(0).forEach((message) => this.onRevision(message));
      this.readOutbox();
      this.setTitle();
      await this.$nextTick();
      this.complete();
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
          this.hear(found);
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
    /** What the server says of this person and of the others' reading, beside the messages. */
    hear({ draft, seen }) {
      if (this.room.is_member) window.messenger.drafts.hear(this.id, draft);
      this.seesReceipts = Boolean(seen);
      this.seen = Object.fromEntries(seen ?? []);
    },
    onPosted({ room, message, author }) {
      if (room !== this.id) return;
      if (this.ready && this.hasNewer && message.author !== this.me.id && message.kind === "text" && message.revision > this.revision) this.room.unread += 1;
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
      if (this.atBottom) this.$nextTick(() => { this.trim(false); this.toBottom(); });
      this.markRead();
    },
    /** The page holds a bounded number of rows: what is far from the reader goes, and comes back when it is near. */
    trim(older) {
      const surplus = this.messages.length - ROWS_MAX;
      if (surplus <= 0) return;
      this.messages = older ? this.messages.slice(0, -surplus) : this.messages.slice(surplus);
      Object.assign(this, older ? { hasNewer: true } : { hasOlder: true });
    },
    onLost({ room, name, reason }) {
      const known = name || this.title;
      const text = { removed: this.texts.removed, deleted: this.texts.room_deleted, left: this.texts.you_left }[reason] ?? this.texts.gone;
      window.messenger.sayNext(text.replace("{room}", known));
      window.messenger.room = null;
      if (room === this.id) location.href = "/rooms";
    },
    counted(name, number) { return window.messenger.counted(this.texts[name], number); },
    adopt(people) { for (const person of people) this.people[person.id] = person; },
    renew(user) {
      if (this.people[user.id]) this.people[user.id] = user;
      for (const person of this.room?.people ?? []) if (person.id === user.id) Object.assign(person, user);
      this.setTitle();
    },
    setTitle() { window.messenger.setTitle([this.title, this.site].filter(Boolean).join(" · ")); },
    dayLabel(at) {
      const days = Math.round((new Date(this.today) - new Date(at.toDateString())) / 86400000);
      const label = days === 0 || days === 1 ? this.relative.format(-days, "day") : (days < 300 ? this.date : this.dateAndYear).format(at);
      return label[0].toUpperCase() + label.slice(1);
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
      if (this.hasNewer) return this.showNewest();
      this.fresh = 0;
      this.toBottom();
      this.markRead();
    },
    /** The newest messages, whatever is unread before them. */
    showNewest() { return this.show(this.id, this.room.last_seq).then(() => { this.lit = null; this.toBottom(); }); },
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
        const rows = found.messages.map(Object.freeze), still = this.landmark();
        this.messages = older ? [...rows, ...this.messages] : [...this.messages, ...rows];
        if (older) {
          this.hasOlder = rows.length > 0 && rows[0].seq > 1;
          this.freshSeq = this.firstUnread() ?? this.freshSeq;
        } else this.hasNewer = rows.length > 0 && rows.at(-1).seq < this.room.last_seq;
        this.trim(older);
        await this.$nextTick();
        still();
        this.measure();
        this.markRead();
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
    /** Remember a row in sight and where it stands; the returned function puts it back there. */
    landmark() {
      const log = this.$refs.log, edge = log.getBoundingClientRect().top;
      const row = [...log.querySelectorAll("[data-seq]")].find((one) => one.getBoundingClientRect().bottom > edge);
      const seq = row?.dataset.seq, top = row?.getBoundingClientRect().top;
      return () => {
        const now = seq && log.querySelector(`[data-seq="${seq}"]`);
        if (now) log.scrollTop += now.getBoundingClientRect().top - top;
      };
    },
    isReading() { return this.ready && this.atBottom && !document.hidden && document.hasFocus(); },
    /** The seq of the last message that is wholly in sight. */
    lastInSight() {
      const log = this.$refs.log, edge = log.getBoundingClientRect().bottom + 8;
      if (this.atBottom) return this.messages.at(-1)?.seq ?? 0;
      const rows = [...log.querySelectorAll("[data-seq]")];
      return Number(rows.findLast((row) => row.getBoundingClientRect().bottom <= edge)?.dataset.seq ?? 0);
    },
    markRead() {
      if (!this.ready || this.resting || document.hidden || !document.hasFocus() || !this.room?.is_member || this.room.last_read_seq >= this.room.last_seq) return;
      clearTimeout(this.readTimer);
      const wait = (this.readAt ?? 0) + READ_MS - Date.now();
      if (wait > 0) { this.readTimer = setTimeout(() => this.markRead(), wait); return; }
      const seq = this.lastInSight();
      if (seq > this.room.last_read_seq) this.sendRead(this.id, seq);
    },

    /** A message as it will be once what this person did to it has arrived. */
    changed(message, changes) {
      const mine = changes.filter((entry) => entry.data.message === message.id);
      if (!mine.length) return { state: message.state ?? "sent" };
      const change = { state: "sent" };
      for (const entry of mine) {
        if (entry.event === "edit") Object.assign(change, { html: "", body: entry.data.body, state: entry.state, reason: entry.reason, entry });
        if (entry.event === "react") change.reactions = this.reacted(change.reactions ?? message.reactions ?? [], entry.data);
        if (entry.event === "pin") change.pinned = entry.data.on;
      }
      return change;
    },
    reacted(reactions, { emoji, on }) {
      const others = reactions.map((one) => (one.emoji === emoji ? { ...one, users: one.users.filter((id) => id !== this.me.id) } : one));
      const found = others.find((one) => one.emoji === emoji);
      if (on && found) found.users.push(this.me.id);
      else if (on) others.push({ emoji, users: [this.me.id], names: [this.people[this.me.id].nick] });
      return others.filter((one) => one.users.length);
    },
    isNamed(message) { return message.author !== this.me.id && (Boolean(message.names?.[this.me.id]) || (message.html ?? "").includes('class="mention" data-user="all">')); },
    /** The server's HTML, with the present nick in each mention. */
    dressed(row) {
      if (!row.names) return row.html;
      const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      return row.html.replace(/(<span class="mention" data-user="(\d+)">)[^<]*/g, (whole, tag, id) => {
        const nick = this.people[id]?.nick ?? row.names[id];
        return nick ? `${tag.replace('"mention"', Number(id) === this.me.id ? '"mention me"' : '"mention"')}@${escaped(nick)}` : whole;
      });
    },
    nicks(ids) { return ids.map((id) => this.people[id]?.nick ?? this.texts.someone).join(", "); },
    namesOf({ users, names }) {
      const nicks = names.map((name, index) => this.people[users[index]]?.nick ?? name).join(", ");
      return users.length > names.length ? `${nicks} +${users.length - names.length}` : nicks;
    },
    actionsOf(row) {
      if (!this.room?.is_member) return ["copy_link"];
      return ["react", "reply", row.mine && "edit", "copy_link", row.pinned ? "unpin" : "pin", !row.mine && "mark_unread", (row.mine || this.room.may_moderate) && "delete"].filter(Boolean);
    },
    async act(name, row, event) {
      const { outbox } = window.messenger, change = (what, facts) => outbox.act(this.id, what, { message: row.number, ...facts });
      this.held = null;
      if (name === "react") {
        const emoji = await window.messenger.emoji.pick(event.currentTarget);
        if (emoji) this.react(row, emoji, true);
      } else if (name === "reply") this.reply(row);
      else if (name === "edit") this.edit(row);
      else if (name === "copy_link") {
        await window.messenger.copy(`${location.origin}/rooms/${this.id}?message=${row.seq}`);
        window.messenger.say(this.texts.link_copied);
      } else if (name === "pin" || name === "unpin") change("pin", { on: name === "pin" });
      else if (name === "mark_unread") {
        this.resting = true;
        window.messenger.tell("reading", false);
        await window.messenger.ask("unread", { room: this.id, seq: row.seq }).then((answer) => window.messenger.tell("RoomRead", answer), () => {});
      } else {
        change(name);
        this.undoable[row.number] = name === "delete" && Date.now() + UNDO_MS;
        setTimeout(() => { if (this.undoable[row.number] <= Date.now()) delete this.undoable[row.number]; }, UNDO_MS + 50);
      }
    },
    async insertEmoji(event) {
      const { input } = this.$refs, [from, to] = [input.selectionStart, input.selectionEnd];
      const emoji = await window.messenger.emoji.pick(event.currentTarget);
      if (emoji) window.messenger.completion.type(input, from, to, emoji);
    },
    react(row, emoji, on) { if (this.room?.is_member) window.messenger.outbox.act(this.id, "react", { message: row.number, emoji, on }); },
    reply(row) {
      this.answering = { seq: row.seq, author: row.author.id, text: (this.$refs.log.querySelector(`[data-seq="${row.seq}"] .body`)?.textContent || (row.files ?? []).map((file) => file.name).join(", ")).trim().slice(0, 160) };
      this.remember("answering", this.answering);
      this.$nextTick(() => this.$refs.input.focus());
    },
    edit(row) {
      this.editing = { message: row.number, text: row.body, bare: Boolean(row.files) };
      this.remember("editing", this.editing);
      this.draft = row.body;
      this.$nextTick(() => { this.fit(); this.$refs.input.focus(); });
    },
    cancel() {
      if (this.editing) {
        this.editing = null;
        this.draft = this.readDraft();
        this.$nextTick(() => this.fit());
      } else this.answering = null;
      this.remember("editing", this.editing);
      this.remember("answering", this.answering);
      this.$refs.input?.focus();
    },
    /** What is being edited or answered, so that a reload goes on with it. */
    remember(kind, fact) { const name = `${kind}:${this.me.id}:${this.id}`; try { fact ? localStorage.setItem(name, JSON.stringify(fact)) : localStorage.removeItem(name); } catch { /* not kept */ } },
    recall(kind) { try { return JSON.parse(localStorage.getItem(`${kind}:${this.me.id}:${this.id}`)); } catch { return null; } },
    addStrangers() {
      this.$emit("add", this.id, this.strangers.map((one) => one.id));
      this.strangers = [];
    },
    /** Show a message of this room, wherever it stands. */
    goTo(seq) {
      const row = this.$refs.log.querySelector(`article[data-seq="${seq}"]`);
      if (!row) return this.show(this.id, seq);
      this.lit = null;
      row.scrollIntoView({ block: "center" });
      this.$nextTick(() => { this.lit = seq; });
    },
    /** Show the first message said on a day of the reader's own calendar (YYYY-MM-DD), or later. */
    async jumpTo(day) {
      const moment = new Date(`${day}T00:00`).getTime();
      const answer = Number.isFinite(moment) && moment >= 0 && await window.messenger.ask("date", { room: this.id, moment }).catch(() => null);
      if (answer) this.goTo(answer.seq);
    },
    onClick(event) {
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const [, room] = link.pathname.match(/^\/rooms\/(\d+)$/) ?? [], seq = Number(new URLSearchParams(link.search).get("message"));
      if (!room || !seq) return;
      event.preventDefault();
      if (Number(room) === this.id) this.goTo(seq);
      else location.href = link.href;
    },
    onFocus(event) { this.focused = Number(event.target.closest("article")?.dataset.seq) || null; },
    onLogKey(event) {
      const rows = [...this.$refs.log.querySelectorAll("article")], at = rows.indexOf(event.target);
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === "Escape") this.$refs.input?.focus();
      else if (step && (at >= 0 || event.target === this.$refs.log)) {
        event.preventDefault();
        (at < 0 ? rows.at(-1) : rows[at + step])?.focus();
      }
    },
    /** A long press shows what can be done with a message, where nothing hovers. */
    onTouch(event) {
      const row = event.target.closest("article");
      if (row && !event.target.closest("button, a:not(.files a), input, audio, video")) this.press = setTimeout(() => { this.held = Number(row.dataset.seq); navigator.vibrate?.(10); }, HOLD_MS);
    },
    onTouchEnd() { clearTimeout(this.press); },
    onContext(event) { if (matchMedia("(hover: none)").matches && !event.target.closest("a:not(.files a), img:not(.files img)")) event.preventDefault(); },
    complete() {
      const input = this.$refs.input;
      if (!input || input === this.completed) return;
      this.completed = input;
      const find = async (begun) => {
        const found = await window.messenger.ask("mentionable", { room: this.id, begun });
        const people = found.people.map((one) => ({ label: one.nick, insert: `@${one.nick}`, picture: one.avatar, hint: one.is_member ? "" : this.texts.not_here }));
        return found.everyone ? [{ label: this.texts.all, insert: `@${this.texts.all}`, hint: this.texts.all_hint }, ...people] : people;
      };
      window.messenger.completion.attach(input, { sign: "@", name: this.texts.mention, find });
    },

    readOutbox() { this.pending = window.messenger.outbox.of(this.id); if (this.atBottom) this.$nextTick(() => this.toBottom()); },
    retry(row) { window.messenger.outbox.retry(row.entry); },
    copy(row) { window.messenger.copy(row.body); window.messenger.say(this.texts.copied); },
    discard(row) { window.messenger.outbox.discard(row.entry); },
    readDraft() { return window.messenger.drafts.read(this.id); },
    onInput() {
      if (this.editing) this.remember("editing", { ...this.editing, text: this.draft });
      else {
        window.messenger.drafts.write(this.id, this.draft);
        window.messenger.typing.say(this.id, this.draft);
      }
      this.fit();
    },
    fit() {
      const input = this.$refs.input;
      if (!input) return;
      input.style.height = "auto";
      input.style.height = `${Math.min(input.scrollHeight, innerHeight * 0.4)}px`;
    },
    onKey(event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape" && (this.editing || this.answering)) this.cancel();
      else if (event.key === "ArrowUp" && !this.draft) {
        const row = this.rows.findLast((one) => one.type === "message" && one.mine && one.number && !one.deleted);
        if (!row) return;
        event.preventDefault();
        this.edit(row);
      } else if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse) and (max-width: 767px)").matches) {
        event.preventDefault();
        this.send();
      }
    },
    async send() {
      const room = this.id;
      await this.$refs.tray.adding; // what was chosen a moment ago goes along
      if (room !== this.id) return;
      const body = this.draft.trim(), files = this.editing ? [] : this.$refs.tray.take(this.filesMax);
      if (!this.sendable || this.left < 0) return this.$refs.input.focus();
      if (this.editing) {
        window.messenger.outbox.act(this.id, "edit", { message: this.editing.message, body });
        return this.cancel();
      }
      const { answering } = this, author = this.people[answering?.author];
      const answer = answering ? { reply: answering.seq, quote: { seq: answering.seq, author, text: answering.text } } : {};
      if (this.hasNewer) await this.showNewest();
      this.atBottom = true;
      this.freshSeq = this.unreadAfter = null;
      window.messenger.outbox.add(this.id, { body, ...answer }, files);
      this.answering = null;
      this.remember("answering", null);
      this.draft = "";
      this.onInput();
      await this.$nextTick();
      this.fit();
      this.toBottom();
      this.$refs.input?.focus();
    },
  },
};
