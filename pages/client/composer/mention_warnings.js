// Mentions: suggestions while typing, and warnings about people who are not notified or not found.
import { completion } from "./completion.js";
import { emojiNames } from "./emoji_names.js";
import { ask } from "../connection/connection.js";

export const MENTION_WARNINGS = `
    <div v-if="view.strangers.length" class="lane note" role="status">
      <span>{{ filled(texts.outsiders, { people: view.strangers.map((one) => one.nick).join(", ") }) }}</span>
      <template v-if="view.mayAdd">
        <button class="button plain small" @click="addStrangers">{{ texts.add_them }}</button>
        <button class="button plain small" @click="view.strangers = []">{{ texts.leave_it }}</button></template>
      <button v-else class="icon-button" :aria-label="fileTexts.close" :title="fileTexts.close"
        @click="view.strangers = []">✕</button>
    </div>
    <div v-for="{ name, suggestion } in view.unmatched" :key="name" class="lane note" role="status">
      <span>{{ filled(texts.unmatched, { name }) }}</span>
      <button v-if="suggestion" class="button plain small" @click="correctMention(name, suggestion.nick)">{{
        filled(texts.did_you_mean, { nick: suggestion.nick }) }}</button></div>
    <div v-if="view.uncalled" class="lane note" role="status"><span>{{ texts.uncalled }}</span>
      <button class="icon-button" :aria-label="fileTexts.close" :title="fileTexts.close"
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
      if (!/@[\p{L}\p{M}]/u.test(body) || body === this.checkedBody) return true;
      const { view } = this,
        { names } = await ask("check_mentions", { room: this.id, body }).catch(() => ({ names: [] }));
      if (view !== this.view || !names.length) return true;
      this.checkedBody = body;
      view.unmatched = names;
      return false;
    },
    correctMention(name, nick) {
      const { input } = this.$refs,
        at = input.value.indexOf(`@${name}`);
      this.view.unmatched = [];
      if (at >= 0) completion.type(input, at, at + name.length + 1, `@${nick}`);
    },
    complete() {
      const input = this.$refs.input;
      if (!input || input === this.completed) return;
      this.completed = input;
      const find = async (typed) => {
        const found = await ask("mentionable", { room: this.id, typed });
        const people = found.people.map((person) => ({
          label: person.nick,
          insert: `@${person.nick}`,
          picture: person.avatar,
          hint: person.is_member ? "" : this.texts.not_here,
          exact: person.is_exact,
        }));
        return found.everyone
          ? [{ label: this.texts.all, insert: `@${this.texts.all}`, hint: this.texts.all_hint }, ...people]
          : people;
      };
      completion.attach(input, { sign: "@", name: this.texts.mention, find });
      completion.attach(input, { sign: ":", name: this.texts.emoji, find: emojiNames.find });
    },
  },
};
