// Emoji by name while typing, ":roc" or ":рак". The emoji that a person has used are forgotten when another signs in.
import { SERVER_DATA } from "../given.js";
import { deleteDatabase, device } from "../storage.js";
import { rankSearch } from "./emoji_rank.js";

const { lang } = document.documentElement;
const CHOICES = 8,
  NAME = /^[\p{L}\d+][\p{L}\d_+-]+$/u;
const DATABASE = "/static/emoji-database.js"; // the picker imports the same one
let base = null;

const openDatabase = async () => {
  const { default: Database } = await import(DATABASE);
  return rankSearch(new Database({ dataSource: SERVER_DATA.emojiData, locale: lang }));
};

export const emojiNames = {
  /** Choices for a completion (see completion.attach), best first; none before two letters. */
  async find(typed) {
    if (!NAME.test(typed)) return [];
    base ??= openDatabase();
    const data = await base,
      [found, tone] = await Promise.all([data.getEmojiBySearchQuery(typed), data.getPreferredSkinTone()]);
    return found.slice(0, CHOICES).map(({ unicode, annotation, skins }) => {
      const insert = skins?.find((skin) => skin.tone === tone)?.unicode ?? unicode;
      return { insert, label: `${insert} ${annotation}`, sure: true };
    });
  },
  /** Delete the picker's recent emoji and skin tone if they are another person's. */
  belongTo(person) {
    if (device.read("emoji") === String(person) || !device.write("emoji", person)) return;
    for (const language of ["en", "ru"]) deleteDatabase(`emoji-picker-element-${language}`);
  },
};
