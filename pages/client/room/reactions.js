// The reactions to a message after somebody has added or removed one.
const NAMES_MAX = 20;

const without = (reaction, user) => {
  const keeps = (_, at) => reaction.users[at] !== user;
  return { ...reaction, users: reaction.users.filter(keeps), names: reaction.names.filter(keeps) };
};
const including = (reaction, user, nick) => {
  const isNamed = reaction.names.length === reaction.users.length && reaction.names.length < NAMES_MAX;
  return {
    ...reaction,
    users: [...reaction.users, user],
    names: isNamed ? [...reaction.names, nick] : reaction.names,
  };
};

/**
 * @typedef {{emoji: string, users: number[], names: string[]}} Reaction one emoji; `names` are those of the first users
 * @typedef {{emoji: string, user: number, nick: string, on: boolean, order: string[]}} Change
 */

/**
 * The reactions in the order of the server; undefined if none is left.
 * @param {Reaction[]} reactions
 * @param {Change} change
 */
export const changeReactions = (reactions, { emoji, user, nick, on, order }) => {
  const changed = reactions.map((reaction) => (reaction.emoji === emoji ? without(reaction, user) : reaction));
  const index = changed.findIndex((reaction) => reaction.emoji === emoji);
  if (on && index >= 0) changed[index] = including(changed[index], user, nick);
  else if (on) changed.push({ emoji, users: [user], names: [nick] });
  const remaining = changed.filter((reaction) => reaction.users.length);
  return remaining.length ? remaining.sort((a, b) => order.indexOf(a.emoji) - order.indexOf(b.emoji)) : undefined;
};
