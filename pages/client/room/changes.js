// Applies changes to the loaded messages, in the order of the room's revisions.
const NAMES_MAX = 20;

/** Take a user out of a reaction: one emoji with its `users`, and the `names` of the first few of them. */
const without = (reaction, user) => {
  const keeps = (_, at) => reaction.users[at] !== user;
  return { ...reaction, users: reaction.users.filter(keeps), names: reaction.names.filter(keeps) };
};
const withOne = (reaction, user, nick) => {
  const isNamed = reaction.names.length === reaction.users.length && reaction.names.length < NAMES_MAX;
  return {
    ...reaction,
    users: [...reaction.users, user],
    names: isNamed ? [...reaction.names, nick] : reaction.names,
  };
};

/** @type {VuePart} */
export const changes = {
  methods: {
    /** A message was edited or deleted, so the quotes in its replies change too. */
    onChanged({ room, message, quote }) {
      if (room !== this.id) return;
      this.onRevision(message.revision, () => {
        this.place([message]);
        if (quote !== null) this.requote({ [message.seq]: quote });
      });
    },
    onReacted({ room, seq, revision, ...reaction }) {
      if (room !== this.id) return;
      const change = (had) => ({ reactions: this.reactionsAfter(had.reactions ?? [], reaction) });
      this.onRevision(revision, () => this.amend(seq, revision, change));
    },
    onPinned({ room, seq, revision, pinned }) {
      if (room === this.id) this.onRevision(revision, () => this.amend(seq, revision, () => ({ pinned })));
    },
    /** Apply a change. While the room is still loading it waits, because it may be newer than the answer. */
    onRevision(revision, apply) {
      if (!this.ready) return this.early.push(() => this.onRevision(revision, apply));
      if (revision <= this.revision) return;
      if (revision > this.revision + 1) return this.resync();
      this.revision = revision;
      apply();
    },
    /** Change a loaded row, unless a newer one is already here. */
    amend(seq, revision, change) {
      const at = this.messages.findIndex((message) => message.seq === seq),
        had = this.messages[at];
      if (had && had.revision < revision)
        this.messages[at] = Object.freeze({ ...had, revision, ...change(had) });
    },
    /** Replace the quotes in replies; `quotes` is {seq of the quoted message: text}. */
    requote(quotes) {
      this.messages = this.messages.map((message) => {
        const text = quotes[message.reply?.seq];
        return text === undefined ? message : Object.freeze({ ...message, reply: { ...message.reply, text } });
      });
    },
    reactionsAfter(reactions, { emoji, user, nick, on, order }) {
      const others = reactions.map((one) => (one.emoji === emoji ? without(one, user) : one));
      const found = others.findIndex((one) => one.emoji === emoji);
      if (on && found >= 0) others[found] = withOne(others[found], user, nick);
      else if (on) others.push({ emoji, users: [user], names: [nick] });
      const left = others.filter((one) => one.users.length);
      return left.length ? left.sort((a, b) => order.indexOf(a.emoji) - order.indexOf(b.emoji)) : undefined;
    },
  },
};
