// A part of Chat: mentions, with suggestions while typing, and warnings about people who are not notified or not found.
import { offerChoices } from "../../composer/choices.js";
import { mentionCheck } from "../../composer/mention_check.js";

/** @type {VuePart} */
export const mentionWarnings = {
  methods: {
    /** Show which mentions in a message just sent notified nobody; takes the server's answer to it. */
    showUnnotified({ outsiders, may_add, uncalled }) {
      if (outsiders) Object.assign(this.view, { outsiders, mayAdd: may_add });
      if (uncalled) this.view.uncalled = true;
    },
    addOutsiders() {
      this.$emit(
        "add",
        this.id,
        this.view.outsiders.map((person) => person.id),
      );
      this.view.outsiders = [];
    },
    /**
     * Whether to send a text now. If a mention in it names nobody, the author is warned first and has to send the same
     * text again. Without an answer from the server, the text is sent.
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
      mentionCheck.correct(this.field(), name, nick);
    },
    complete() {
      const input = this.field();
      if (!input || input === this.completed) return;
      this.completed = input;
      offerChoices(input, this.id);
    },
  },
};
