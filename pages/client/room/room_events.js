// What each pushed event changes in the timeline of the room that is shown.

/** By the name of an event: what it does with a timeline. */
const APPLIERS = {
  MessagePosted(timeline, { message, author }) {
    if (timeline.ready && timeline.hasNewer && timeline.counts(message) && message.revision > timeline.revision)
      timeline.room.unread += 1;
    timeline.adopt([author]);
    timeline.revise(message.revision, () => timeline.insert([message]));
  },
  MessageChanged: rewrite,
  MessageDeleted: rewrite,
  MessageReacted(timeline, event) {
    timeline.revise(event.revision, () => timeline.react(event));
  },
  MessagePinned(timeline, { seq, revision, pinned }) {
    timeline.revise(revision, () => timeline.amend(seq, revision, () => ({ pinned })));
  },
  PersonRead(timeline, { user, seq }) {
    if (!timeline.seesReceipts || user.id === timeline.me) return;
    timeline.adopt([user]);
    timeline.seen[user.id] = Math.max(seq, timeline.seen[user.id] ?? 0);
  },
  RoomChanged(timeline, { summary }) {
    if (!timeline.room) return;
    Object.assign(timeline.room, summary);
    meet(timeline);
  },
  RoomGained(timeline) {
    timeline.missed();
  },
  RoomRead(timeline, { last_read_seq, unread }) {
    if (timeline.room) Object.assign(timeline.room, { last_read_seq, unread });
  },
  UserChanged(timeline, { user }) {
    if (timeline.people[user.id]) timeline.people[user.id] = user;
    const person = timeline.room?.people?.find((person) => person.id === user.id),
      isSame = person?.is_account_blocked === user.is_account_blocked;
    if (person) Object.assign(person, user);
    if (person && !isSame) meet(timeline);
  },
  /** This person's blocklist changed, in this or another window: no direct messages to a blocked person. */
  BlocklistChanged(timeline, { people }) {
    const apply = () => {
      if (timeline.companion) timeline.room.has_blocked = people.includes(timeline.companion.id);
    };
    timeline.ready ? apply() : timeline.early.push(apply); // the answer may be older
  },
};

/** A message was edited or deleted, so the quotes in its replies change too. */
function rewrite(timeline, { message, quote }) {
  timeline.revise(message.revision, () => {
    timeline.insert([message]);
    if (quote !== null) timeline.requote({ [message.seq]: quote });
  });
}

/** People left a group, or accounts closed or opened: a block between the last two may now count, or no longer. */
function meet(timeline) {
  const { room, others, companion } = timeline;
  if (room.is_group && (others.length < 2 || companion || room.has_blocked)) timeline.missed();
}

/** The names of the events that concern a timeline. */
export const TIMELINE_EVENTS = Object.keys(APPLIERS);

/** Apply an event, by the name of its class, unless it is about another room. */
export const applyToTimeline = (timeline, type, event) => {
  const room = event.room ?? event.entry?.id ?? timeline.id;
  if (room === timeline.id) APPLIERS[type]?.(timeline, event);
};
