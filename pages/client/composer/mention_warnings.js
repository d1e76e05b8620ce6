// Mentions: suggestions while typing, and warnings about people who are not notified or not found.
import { completion } from "./completion.js";
import { emojiNames } from "./emoji_names.js";
import { mentionCheck } from "./mention_check.js";
import { ask } from "../connection/connection.js";
import { text } from "../i18n.js";

const EVERYONE = ["all", "все"]; // in any language of the page

export const MENTION_WARNINGS = `
    <div v-if="view.strangers.length" class="lane note" role="status">
      <span>{{ text('outsiders', { people: view.strangers.map((one) => one.nick).join(", ") }) }}</span>
      <template v-if="view.mayAdd">
        <button class="button plain small" @click="addStrangers">{{ text('add_them') }}</button>
        <button class="button plain small" @click="view.strangers = []">{{ text('leave_it') }}</button></template>
      <button v-else class="icon-button" :aria-label="text('close')" :title="text('close')"
        @click="view.strangers = []">✕</button>
    </div>
    <div v-for="{ name, suggestion } in view.unmatched" :key="name" class="lane note" role="status">
      <span>{{ text('unmatched', { name }) }}</span>
      <button v-if="suggestion" class="button plain small" @click="correctMention(name, suggestion.nick)">{{
        text('did_you_mean', { nick: suggestion.nick }) }}</button></div>
    <div v-if="view.uncalled" class="lane note" role="status"><span>{{ text('uncalled') }}</span>
      <button class="icon-button" :aria-label="text('close')" :title="text('close')"
        @click="view.uncalled = false">✕</button></div>`;

/** @type {VuePart} */
export const mentionWarnings = {
  methods: {
    /** Show which mentions in a message just sent notified nobody; takes the server's answer to it. */
    hearUnheard({ outsiders, may_add, uncalled }) {
      if (outsiders) Object.assign(this.view, { strangers: outsiders, mayAdd: may_add });
      if (uncalled) this.view.uncalled = true;
    },
    addStrangers() {
      this.$emit(
        "add",
        this.id,
        this.view.strangers.map((one) => one.id),
      );
      this.view.strangers = [];
    },
    /**
     * Whether to send a text now. Not yet if a mention in it names nobody: the author is told, and the next attempt to
     * send the same text sends it. Without an answer from the server, the text is sent.
     */
    async checkMentions(body) {
      const { view } = this,
        names = body === view.warnedOf ? [] : await mentionCheck.unmatched(this.id, body);
      if (view !== this.view || !names.length) return true;
      Object.assign(view, { warnedOf: body, unmatched: names });
      return false;
    },
    correctMention(name, nick) {
      this.view.unmatched = this.view.unmatched.filter((unmatched) => unmatched.name !== name);
      mentionCheck.correct(this.$refs.input, name, nick);
    },
    complete() {
      const input = this.$refs.input;
      if (!input || input === this.completed) return;
      this.completed = input;
      const find = async (typed) => {
        const found = await ask("mentionable", { room: this.id, typed }),
          all = text("all");
        const people = found.people.map((person) => ({
          label: person.nick,
          insert: `@${person.nick}`,
          picture: person.avatar,
          hint: person.is_member ? "" : text("not_here"),
          names: [person.nick, person.username],
        }));
        return found.everyone
          ? [{ label: all, insert: `@${all}`, hint: text("all_hint"), names: [all, ...EVERYONE] }, ...people]
          : people;
      };
      completion.attach(input, { sign: "@", name: text("mention"), find });
      completion.attach(input, { sign: ":", name: text("emoji"), find: emojiNames.find });
    },
  },
};
