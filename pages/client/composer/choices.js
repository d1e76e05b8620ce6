// What the composer completes: mentions after "@", emoji after ":".
import { ask } from "../connection/connection.js";
import { text } from "../i18n.js";
import { completion } from "./completion.js";
import { emojiNames } from "./emoji_names.js";

const EVERYONE = ["all", "все"]; // in any language of the page

/** Offer people to mention and emoji in the field of a room. */
export const offerChoices = (field, room) => {
  const find = async (typed) => {
    const answer = await ask("mentionable", { room, typed }),
      all = text("all");
    const people = answer.people.map((person) => ({
      label: person.nick,
      insert: `@${person.nick}`,
      picture: person.avatar,
      hint: person.is_member ? "" : text("not_here"),
      names: [person.nick, person.username],
    }));
    return answer.everyone
      ? [{ label: all, insert: `@${all}`, hint: text("all_hint"), names: [all, ...EVERYONE] }, ...people]
      : people;
  };
  completion.attach(field, { sign: "@", name: text("mention"), find });
  completion.attach(field, { sign: ":", name: text("emoji"), find: emojiNames.find });
};
