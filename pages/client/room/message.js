// How a message is drawn, and its actions.
import { emojiPicker } from "../composer/emoji_picker.js";
import { tell } from "../events.js";
import { text } from "../i18n.js";
import { ICONS } from "../icons.js";
import { liftOf, LongPress } from "./long_press.js";
import { readingMarks } from "./reading_marks.js";
import { selectedText } from "./selected_text.js";
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";
import { outbox } from "../unsent.js";

const isTouched = matchMedia("(hover: none)");
const QUICK = ["👍", "❤️", "😂", "🎉", "👀", "✅"];

export const MESSAGE = `
  <article class="msg" tabindex="-1" :data-id="row.number ?? row.key" :data-seq="row.seq" :data-state="row.state"
    :class="{ first: row.first, mine: row.mine, lit: row.seq === view.lit, named: row.named,
      held: row.seq === view.held }" :style="row.seq === view.held ? { top: view.lift } : null">
    <img v-if="row.first" class="avatar" :src="row.author.avatar" alt="">
    <time v-else class="gutter" :datetime="row.at" :title="row.full">{{ row.time }}</time>
    <div v-if="row.first" class="who">
      <b>{{ row.author.nick }}</b><time :datetime="row.at" :title="row.full">{{ row.time }}</time>
    </div>
    <span v-else class="visually-hidden">{{ row.author.nick }}</span>
    <button v-if="row.reply" class="quote" @click="goTo(row.reply.seq)">
      <b>{{ people[row.reply.author.id]?.nick ?? row.reply.author.nick }}</b> <span>{{
        row.reply.text || text('deleted') }}</span>
    </button>
    <div v-if="row.deleted" class="body trace">{{ text('deleted') }}
      <button v-if="undoable[row.number]" class="link" @click="act('undelete', row)">{{ text('undo') }}</button></div>
    <div v-else-if="row.html" class="body" v-html="dressed(row)"></div>
    <div v-else-if="row.body" class="body plain">{{ row.body }}</div>
    <file-list v-if="row.files || row.keys" :files="row.files" :keys="row.keys"></file-list>
    <div v-if="row.edited || row.pinned" class="marks">
      <button v-if="row.edited" class="link" :title="moment.format(new Date(row.edited))"
        @click="$emit('revisions', row.number)">{{ text('edited') }}</button>
      <span v-if="row.pinned"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.pin"/></svg>{{
        text('pinned') }}</span>
    </div>
    <div v-if="row.reactions" class="reactions" role="group" :aria-label="text('reactions')">
      <button v-for="one in row.reactions" :key="one.emoji" :aria-pressed="one.users.includes(me.id)"
        :title="namesOf(one)" :aria-label="one.emoji + ' ' + one.users.length + ', ' + namesOf(one)"
        @click="react(row, one.emoji, !one.users.includes(me.id))" @contextmenu.prevent="$emit('reactors', row.number)">
        {{ one.emoji }} <b>{{ one.users.length }}</b></button>
    </div>
    <div v-if="row.state !== 'sent'" class="state" :class="row.state">
      <template v-if="row.state === 'failed'">
        <span role="alert">{{ text('failed', { reason: row.reason }) }}</span>
        <button class="button plain small" @click="retry(row)">{{ text('try_again') }}</button>
        <button class="button plain small" @click="copy(row)">{{ text('copy') }}</button>
        <button class="button plain small" @click="discard(row)">{{ text('discard') }}</button>
      </template>
      <template v-else>{{ online && !row.entry?.isLate ? text('sending') : text('kept') }}</template>
    </div>
    <button v-if="row.seenBy" class="seen" :tabindex="view.focused === row.seq ? 0 : -1" @click="say(seenWords(row))"
      :aria-label="seenWords(row)" :title="seenWords(row)">
      <img v-for="id in row.seenBy.slice(0, 2)" :key="id" class="avatar" :src="people[id]?.avatar" alt="">
      <span v-if="row.seenBy.length > 2">+{{ row.seenBy.length - 2 }}</span>
    </button>
    <div v-if="row.number && row.state === 'sent' && !row.deleted" class="actions" role="toolbar"
      :aria-label="text('message_actions')">
      <span v-if="row.seq === view.held && mayWrite" class="quick">
        <button v-for="emoji in quick" :key="emoji" @click="quickly(row, emoji)">{{ emoji }}</button></span>
      <button v-for="name in actionsOf(row)" :key="name" class="icon-button"
        :tabindex="view.focused === row.seq ? 0 : -1" :data-name="name"
        :aria-label="text('action_' + name)" :title="text('action_' + name)"
        @click="act(name, row, $event)">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons[name]"/></svg></button>
      <button v-if="row.seq === view.held" class="icon-button" :aria-label="text('cancel')" @click="view.held = null">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="icons.close"/></svg></button>
    </div>
  </article>`;

/** @type {VuePart} */
export const message = {
  data() {
    return { icons: ICONS, quick: QUICK };
  },
  created() {
    this.press = new LongPress((place) => this.hold(place));
  },
  methods: {
    actionsOf(row) {
      const words = row.body && isTouched.matches && "copy_text"; // elsewhere people select the text
      if (!this.mayWrite) return [words, "copy_link"].filter(Boolean);
      return [
        "react",
        "reply",
        row.mine && "edit",
        words,
        "copy_link",
        row.pinned ? "unpin" : "pin",
        !row.mine && "mark_unread",
        (row.mine || this.room.may_moderate) && "delete",
      ].filter(Boolean);
    },
    async act(name, row, event) {
      const room = this.id,
        change = (what, facts) => outbox.act(this.id, what, { message: row.number, ...facts });
      this.view.held = null;
      if (name === "react") {
        const emoji = await emojiPicker.pick(event.currentTarget);
        if (emoji && room === this.id) this.react(row, emoji, true);
      } else if (name === "reply") this.reply(row);
      else if (name === "edit") this.edit(row);
      else if (name === "copy_link") {
        await copy(`${location.origin}/rooms/${this.id}?message=${row.seq}`);
        say(text("link_copied"));
      } else if (name === "copy_text") {
        await copy(selectedText.all(event.currentTarget.closest("article").querySelector(".body")));
        say(text("copied"));
      } else if (name === "pin" || name === "unpin") change("pin", { on: name === "pin" });
      else if (name === "mark_unread") {
        this.view.resting = true;
        this.view.sight = this.lastInSight();
        this.timeline.markUnread(row.seq);
        tell("reading", false);
        await readingMarks.unread(this.id, row.seq);
      } else {
        change(name);
        this.letUndo(row.number, name === "delete");
      }
    },
    seenWords(row) {
      return text("seen_by", { people: this.nicks(row.seenBy) });
    },
    say,
    react(row, emoji, on) {
      if (this.mayWrite) outbox.act(this.id, "react", { message: row.number, emoji, on });
    },
    quickly(row, emoji) {
      this.view.held = null;
      this.react(row, emoji, true);
    },
    retry(row) {
      outbox.retry(row.entry);
    },
    copy(row) {
      copy(row.body);
      say(text("copied"));
    },
    discard(row) {
      outbox.discard(row.entry);
    },
    onClick(event) {
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const [, room] = link.pathname.match(/^\/rooms\/(\d+)$/) ?? [],
        seq = Number(new URLSearchParams(link.search).get("message"));
      if (!room || !seq) return;
      event.preventDefault();
      if (Number(room) === this.id) this.goTo(seq);
      else tell("show", [Number(room), seq]);
    },
    onFocus(event) {
      this.view.focused = Number(event.target.closest("article")?.dataset.seq) || null;
    },
    onLogKey(event) {
      const rows = [...this.$refs.log.querySelectorAll("article")],
        at = rows.indexOf(event.target);
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === "End" && this.hasNewer) this.toNewest();
      else if (event.key === "Escape") this.$refs.input?.focus();
      else if (step && (at >= 0 || event.target === this.$refs.log)) {
        event.preventDefault();
        (at < 0 ? rows.at(-1) : rows[at + step])?.focus();
      }
    },
    /** A long press shows a message's actions; on a reaction, the people who added it. */
    hold(place) {
      const row = place.closest("article");
      if (row && place.closest(".reactions button")) this.$emit("reactors", Number(row.dataset.id));
      else if (row) {
        this.view.held = Number(row.dataset.seq);
        this.view.lift = "0";
        this.$nextTick(() => (this.view.lift = liftOf(row)));
      }
    },
  },
};
