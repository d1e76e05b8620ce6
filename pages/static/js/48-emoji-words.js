// Emoji by name while one types, ":roc" or ":рак"; and what a person has used is forgotten when another one comes.
window.messenger.emojiWords = (() => {
  const { dataset, lang } = document.documentElement;
  const CHOICES = 8,
    NAME = /^[\p{L}\d+][\p{L}\d_+-]+$/u;
  let base = null;

  const opened = async () => {
    const { default: Database } = await import("/static/emoji-database.js"); // the picker imports the same
    return new Database({ dataSource: dataset.emojiData, locale: lang });
  };

  return {
    /** Choices for a completion (see completion.attach), best first; none before two letters. */
    async find(begun) {
      if (!NAME.test(begun)) return [];
      base ??= opened();
      const data = await base,
        [found, tone] = await Promise.all([data.getEmojiBySearchQuery(begun), data.getPreferredSkinTone()]);
      const isCalled = ({ annotation, shortcodes = [] }) =>
        [annotation, ...shortcodes].some((name) => name.startsWith(begun.toLowerCase()));
      found.sort((a, b) => isCalled(b) - isCalled(a));
      return found.slice(0, CHOICES).map(({ unicode, annotation, skins }) => {
        const insert = skins?.find((one) => one.tone === tone)?.unicode ?? unicode;
        return { insert, label: `${insert} ${annotation}`, sure: true };
      });
    },
    /** The recents and the skin tone of the picker are this person's alone. */
    belongTo(person) {
      try {
        if (localStorage.getItem("emoji") === String(person)) return;
        localStorage.setItem("emoji", person);
        for (const language of ["en", "ru"]) indexedDB.deleteDatabase(`emoji-picker-element-${language}`);
      } catch {
        /* then nothing is kept either */
      }
    },
  };
})();
