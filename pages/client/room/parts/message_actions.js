// A part of Chat: what people can do with a message. message_row.js draws the buttons.
import { emojiPicker } from "../../composer/emoji_picker.js";
import { publish } from "../../events.js";
import { text } from "../../i18n.js";
import { copy } from "../../shell/clipboard.js";
import { say } from "../../shell/toast.js";
import { outbox } from "../../unsent.js";
import { liftOf, LongPress } from "../long_press.js";
import { readingMarks } from "../reading_marks.js";
import { selectedText } from "../selected_text.js";

const isTouched = matchMedia("(hover: none)");
const QUICK = ["👍", "❤️", "😂", "🎉", "👀", "✅"];

/** @type {VuePart} */
export const messageActions = {
  data() {
    return { quick: QUICK };
  },
  created() {
    this.press = new LongPress((element) => this.hold(element));
  },
  methods: {
    actionsOf(row) {
      const copyText = row.body && isTouched.matches && "copy_text"; // elsewhere people select the text
      if (!this.mayWrite) return [copyText, "copy_link"].filter(Boolean);
      return [
        "react",
        "reply",
        row.mine && "edit",
        copyText,
        "copy_link",
        row.pinned ? "unpin" : "pin",
        !row.mine && "mark_unread",
        (row.mine || this.room.may_moderate) && "delete",
      ].filter(Boolean);
    },
    async act(name, row, event) {
      const room = this.id,
        change = (what, data) => outbox.act(this.id, what, { message: row.number, ...data });
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
        this.view.keepsUnread = true;
        this.view.sight = this.lastInSight();
        this.timeline.markUnread(row.seq);
        publish("reading", false);
        await readingMarks.unread(this.id, row.seq);
      } else {
        change(name);
        this.letUndo(row.number, name === "delete");
      }
    },
    seenText(row) {
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
      else publish("show", [Number(room), seq]);
    },
    onFocus(event) {
      this.view.focused = Number(event.target.closest("article")?.dataset.seq) || null;
    },
    onLogKey(event) {
      const rows = [...this.$refs.log.querySelectorAll("article")],
        at = rows.indexOf(event.target.closest("article"));
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === "End" && this.hasNewer) this.toNewest();
      else if (event.key === "Escape") this.field()?.focus();
      else if (step && (at >= 0 || event.target === this.$refs.log)) {
        event.preventDefault();
        (at < 0 ? rows.at(-1) : rows[at + step])?.focus();
      }
    },
    /** A long press shows a message's actions; on a reaction, the people who added it. */
    hold(element) {
      const row = element.closest("article");
      if (row && element.closest(".reactions button")) this.$emit("reactors", Number(row.dataset.id));
      else if (row) {
        this.view.held = Number(row.dataset.seq);
        this.view.lift = "0";
        this.$nextTick(() => (this.view.lift = liftOf(row)));
      }
    },
  },
};
