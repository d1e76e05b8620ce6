// A part of Chat: what the composer does. It saves a text at every keystroke; composer/composer.js draws it.
import { codeContext } from "../../composer/code_context.js";
import { completion } from "../../composer/completion.js";
import { emojiPicker } from "../../composer/emoji_picker.js";
import { formatting } from "../../composer/formatting.js";
import { isVisible, sentText } from "../../composer/sent_text.js";
import { connectionStatus } from "../../connection/connection.js";
import { ntext, text } from "../../i18n.js";
import { ICONS } from "../../icons.js";
import { phone, touch } from "../../media.js";
import { device } from "../../storage.js";
import { drafts, outbox } from "../../unsent.js";
import { lastOwn } from "../room_rows.js";
import { typing } from "../typing.js";

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/** @type {VuePart} */
export const writing = {
  data() {
    return {
      pending: [],
      draft: "",
      icons: ICONS,
      formatting,
      showsFormats: formatting.open,
      editing: null,
      answering: null,
      attached: 0,
      status: connectionStatus(),
      typingNote: "", // who else is typing
      announcesTyping: false, // to screen readers
    };
  },
  computed: {
    online: (chat) => chat.status === "online",
    /** The text of the connection status while the connection is lost. */
    connectionNote: ({ online, status, isAwaited, draft, pending }) =>
      online || (isAwaited && !draft && !pending.length) ? "" : text(`connection_${status}`),
    mayWrite() {
      return Boolean(this.room?.is_member && !this.room.has_blocked);
    },
    placeholder() {
      if (this.editing || (this.room.is_group && !this.others.length)) return text("message");
      return this.room.kind === "direct"
        ? text("message_to", { nick: this.title })
        : text("message_in", { room: this.title });
    },
    sendable() {
      return isVisible(this.draft) || Boolean(this.editing ? this.editing.bare : this.attached);
    },
    charsLeft() {
      return this.limit - [...sentText(this.draft)].length;
    },
    countText() {
      if (this.charsLeft < 0) return ntext("too_long", -this.charsLeft);
      return this.charsLeft < 500 ? ntext("characters_left", this.charsLeft) : "";
    },
  },
  methods: {
    field() {
      return this.$refs.composer?.$refs.input;
    },
    tray() {
      return this.$refs.composer?.$refs.tray;
    },
    async insertEmoji(event) {
      const input = this.field(),
        [from, to] = [input.selectionStart, input.selectionEnd];
      const emoji = await emojiPicker.pick(event.currentTarget, input);
      if (emoji && input.isConnected) completion.type(input, from, to, emoji);
    },
    /** Answer a message. An edit that was begun ends: the composer is for one of them. */
    reply(row) {
      if (this.editing) this.cancel();
      const quoted =
        this.$refs.log.querySelector(`[data-seq="${row.seq}"] .body`)?.textContent ||
        (row.files ?? []).map((file) => file.name).join(", ");
      this.answering = {
        seq: row.seq,
        author: row.author.id,
        text: [...quoted.trim()].slice(0, 160).join(""),
      };
      this.remember("answering", this.answering);
      this.$nextTick(() => this.field().focus());
    },
    edit(row) {
      this.editing = { message: row.number, text: row.body, bare: Boolean(row.files) };
      this.remember("editing", this.editing);
      this.draft = row.body;
      this.$nextTick(() => {
        this.fit();
        this.field().focus();
      });
    },
    isEdited(row) {
      return this.editing !== null && row.number === this.editing.message;
    },
    cancel() {
      if (this.editing) {
        this.editing = null;
        this.draft = this.readDraft();
        this.$nextTick(() => this.fit());
      } else this.answering = null;
      this.remember("editing", this.editing);
      this.remember("answering", this.answering);
      this.field()?.focus();
    },
    /** Store what is being edited or answered, so that it survives a reload. */
    remember(kind, value) {
      device.writeJson(`${kind}:${this.me.id}:${this.id}`, value);
    },
    recall(kind) {
      return device.readJson(`${kind}:${this.me.id}:${this.id}`);
    },
    readOutbox() {
      this.pending = outbox.of(this.id);
      if (this.atBottom) this.$nextTick(() => this.toBottom());
    },
    readDraft() {
      return drafts.read(this.id);
    },
    /** The text in the field has changed, maybe by an input method that has not finished its word. */
    onInput() {
      this.draft = this.field().value;
      this.keepDraft();
    },
    keepDraft() {
      this.view.unmatched = this.view.unmatched.filter(({ name }) => this.draft.includes(`@${name}`));
      if (this.editing) this.remember("editing", { ...this.editing, text: this.draft });
      else {
        drafts.write(this.id, this.draft);
        typing.say(this.id, this.draft);
      }
      this.fit();
    },
    /** Make the field as tall as its text, where the browser does not. */
    fit() {
      const input = this.field();
      if (!input || CSS.supports("field-sizing", "content")) return;
      input.style.height = "auto";
      input.style.height = `${Math.min(input.scrollHeight, innerHeight * 0.4)}px`;
    },
    onKey(event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape" && (this.editing || this.answering)) this.cancel();
      else if (event.key === "ArrowUp" && !this.draft) {
        const row = this.hasNewer ? null : lastOwn(this.rows);
        if (!row) return;
        event.preventDefault();
        this.edit(row);
      } else if (
        event.key === "Enter" &&
        !event.shiftKey &&
        !codeContext.isInBlock(this.draft.slice(0, event.target.selectionStart)) &&
        !(phone.matches && touch.matches)
      ) {
        event.preventDefault();
        this.send();
      }
    },
    /** Send what is written. What is typed while the server checks it stays for the next message. */
    async send() {
      const room = this.id;
      if (this.checking?.written === this.draft) return; // Enter again before the answer is no consent
      await this.checking?.answer.then(nextTask); // the message before this one leaves the field first
      await this.tray().adding; // files chosen a moment ago are sent too
      if (room !== this.id || !this.mayWrite) return;
      if (!this.sendable || this.charsLeft < 0) return this.field().focus();
      const written = this.draft,
        body = sentText(written);
      if (!(await this.maySend(written, body))) return;
      if (this.editing) return this.saveEdit(written, body);
      this.post(written, body);
      await this.showSent(room);
    },
    /** Whether a text may be sent after the check of its mentions: false if it or the room has changed meanwhile. */
    async maySend(written, body) {
      const { id, editing } = this,
        answer = this.checkMentions(body);
      this.checking = { written, answer };
      const isConfirmed = await answer;
      this.checking = null;
      const isSame = id === this.id && editing === this.editing && this.draft.startsWith(written);
      return isConfirmed && isSame && this.mayWrite && this.sendable;
    },
    /** Change the edited message to `body`; what was typed after `written` goes on as a draft. */
    saveEdit(written, body) {
      const typedSince = this.draft.slice(written.length);
      outbox.act(this.id, "edit", { message: this.editing.message, body });
      this.cancel();
      this.draft += typedSince;
      this.keepDraft();
    },
    /** Put a new message into the outbox and empty the composer, except for what was typed after `written`. */
    post(written, body) {
      const { answering } = this,
        author = this.people[answering?.author];
      const answer = answering
        ? { reply: answering.seq, quote: { seq: answering.seq, author, text: answering.text } }
        : {};
      outbox.add(this.id, { body, ...answer }, this.tray().take(), this.filesMax);
      history.replaceState(null, "", `/rooms/${this.id}`);
      Object.assign(this.view, { uncalled: false, unmatched: [], warnedOf: "" });
      this.answering = null;
      this.remember("answering", null);
      this.draft = this.draft.slice(written.length);
      this.keepDraft();
    },
    /** Go to the message just sent, and count everything before it as read. */
    async showSent(room) {
      if (this.hasNewer) await this.showNewest();
      if (room !== this.id) return;
      this.atBottom = true;
      this.timeline.forgetUnread();
      await this.$nextTick();
      this.fit();
      this.toBottom();
      Object.assign(this.view, { keepsUnread: false, sight: 0 });
      this.markRead();
      this.field()?.focus();
    },
  },
};
