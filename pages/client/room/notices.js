// The sentences about a room itself: who joined, who left, what it is called now.
import { ntext, text } from "../i18n.js";
import { parseJson } from "../storage.js";

const NAMED = 10; // in one notice; older notices may list everybody

const firstOf = (all, more, people) => {
  const named = all
      .slice(0, NAMED)
      .map((person) => people[person.id]?.nick ?? person.nick)
      .join(", "),
    others = more + Math.max(0, all.length - NAMED);
  return others ? ntext("and_others", others, { people: named }) : named;
};

/** The sentence of a notice, with the current names of `people`. */
export const noticeText = (message, people) => {
  const notice = parseJson(message.body) ?? {};
  return text(`notice_${notice.what}`, {
    actor: people[message.author]?.nick ?? text("someone"),
    people: firstOf(notice.people ?? [], notice.others ?? 0, people),
    before: notice.before,
    after: notice.after,
  });
};
