// Mentions that name nobody: asks the server for them before a text is sent, and corrects them.
import { ask } from "../connection/connection.js";
import { codeContext } from "./code_context.js";
import { completion } from "./completion.js";

const CHECK_MS = 1500; // a message does not wait longer

/** Where a name is mentioned in a text: not in a longer name or an address, and in code only if nowhere else. */
const placesOf = (name, text) => {
  const word = "[\\p{L}\\p{M}\\p{N}_]",
    mention = new RegExp(`(?<![/\\p{L}\\p{M}\\p{N}])@${name.replaceAll(".", "\\.")}(?![@/]|[.-]?${word})`, "gu");
  const places = [...text.matchAll(mention)].map(({ index }) => index),
    outside = places.filter((at) => !codeContext.isCode(text.slice(0, at)));
  return outside.length ? outside : places;
};

export const mentionCheck = {
  /** The mentions of nobody in a text: [{name, suggestion}]; none if the server does not answer. */
  async unmatched(room, body) {
    if (!/@[\p{L}\p{M}]/u.test(body)) return [];
    const noAnswer = new Promise((resolve) => setTimeout(resolve, CHECK_MS, { names: [] })),
      answer = ask("check_mentions", { room, body }).catch(() => ({ names: [] }));
    return (await Promise.race([answer, noAnswer])).names;
  },
  /** Put a nick in the place of a name, wherever it is mentioned in a field. */
  correct(field, name, nick) {
    const { value } = field,
      places = placesOf(name, value);
    if (!places.length) return;
    const [from, to] = [places[0], places.at(-1) + name.length + 1],
      parts = places.map((at, index) => `@${nick}${value.slice(at + name.length + 1, places[index + 1] ?? to)}`);
    completion.type(field, from, to, parts.join(""));
  },
};
