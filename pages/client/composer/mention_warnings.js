// Mentions: suggestions while typing, and warnings about people who are not notified.
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
    complete() {
      const input = this.$refs.input;
      if (!input || input === this.completed) return;
      this.completed = input;
      const find = async (typed) => {
        const found = await ask("mentionable", { room: this.id, typed });
        const people = found.people.map((one) => ({
          label: one.nick,
          insert: `@${one.nick}`,
          picture: one.avatar,
          hint: one.is_member ? "" : this.texts.not_here,
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
