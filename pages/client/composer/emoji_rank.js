// The order of the emoji that a search finds: the one that is called so comes first, then those that are used most.

/** The most used emoji, by the frequencies that Unicode has published. */
const USED = (
  "😂 ❤ 🤣 👍 😭 🙏 😘 🥰 😍 😊 🎉 😁 💕 🥺 😅 🔥 ☺ 🤦 ♥ 🤷 🙄 😆 🤗 😉 🎂 🤔 👏 🙂 😳 🥳 😎 👌 💜 😔 💪 ✨ 💖 👀 😋 😏 😢 👉 💗 😩 💯 🌹 " +
  "💞 🎈 💙 😃 😡 💐 😜 🙈 🤞 😄 🤤 🙌 🤪 ❣ 😀 💋 💀 👇 💔 😌 💓 🤩 🙃 😬 😱 😴 🤭 😐 🌞 😒 😇 🌸 😈 🎶 ✌ 🎊 🥵 😞 💚 ☀ 🖤 💰 😚 👑 🎁 💥 🙋 " +
  "☹ 😑 🥴 👈 💩 ✅ 👋 🤮 😤 🤢 🌟 ❗ 😥 🌈 💛 😝 😫 😲"
).split(" ");
/** Plain words for emoji whose names are longer, or are different words. */
const MEANT = {
  да: "👍",
  класс: "👍",
  нет: "👎",
  ок: "👌",
  смех: "😂",
  улыбка: "😊",
  грусть: "😢",
  плач: "😭",
  привет: "👋",
  ура: "🎉",
  ok: "👌",
  no: "👎",
  hello: "👋",
  hi: "👋",
  lol: "😂",
  sad: "😢",
};
const SHORTEST_BEGINNING = 3;

const plain = (emoji) => emoji.replaceAll("\uFE0F", "");
/** The emoji that this word, or its beginning, most likely means. */
const meantBy = (typed) =>
  MEANT[typed] ??
  Object.entries(MEANT).find(([word]) => typed.length >= SHORTEST_BEGINNING && word.startsWith(typed))?.[1];
const rankOf = ({ unicode, annotation, shortcodes = [], tags = [] }, typed, meant) => {
  if (plain(unicode) === meant) return 0;
  const used = USED.indexOf(plain(unicode)),
    position = used < 0 ? USED.length : used;
  const isCalled = [annotation, ...shortcodes].some((name) => name.toLowerCase() === typed),
    isTagged = tags.some((tag) => tag.toLowerCase() === typed);
  return 1 + position + (isCalled ? 0 : isTagged ? 1 : 2) * (USED.length + 1);
};

/** Make a database of emoji answer a search with the best match first. */
export const rankSearch = (database) => {
  const search = database.getEmojiBySearchQuery.bind(database);
  database.getEmojiBySearchQuery = async (query) => {
    const typed = query.trim().toLowerCase(),
      meant = meantBy(typed),
      found = await search(query);
    if (meant && !found.some(({ unicode }) => plain(unicode) === meant)) {
      const forms = [meant, `${meant}\uFE0F`].map((form) => database.getEmojiByUnicodeOrName(form));
      found.unshift(...(await Promise.all(forms)).filter(Boolean));
    }
    const rank = new Map(found.map((one) => [one, rankOf(one, typed, meant)]));
    return found.sort((a, b) => rank.get(a) - rank.get(b));
  };
  return database;
};
