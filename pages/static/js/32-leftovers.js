// Words for rooms that are not open to this person any more: shown beside the page, to be copied out or thrown away.
window.messenger.leftovers = (() => {
  const { copy, drafts, on, outbox, say } = window.messenger;
  const words = document.documentElement.dataset;
  let rooms = null;

  const found = () => {
    const isLost = (room) => !rooms.has(room);
    const begun = drafts.rooms().filter(isLost);
    return [
      ...outbox.words(isLost).map((entry) => ({ text: entry.data.body, drop: () => outbox.discard(entry) })),
      ...begun.map((room) => ({ text: drafts.read(room), drop: () => drafts.forget(room) })),
    ];
  };
  const button = (label, press) => {
    const made = document.createElement("button");
    Object.assign(made, { className: "button plain small", textContent: label });
    made.addEventListener("click", press);
    return made;
  };
  const line = ({ text, drop }) => {
    const item = document.createElement("li"),
      said = Object.assign(document.createElement("p"), { textContent: text, dir: "auto" });
    const take = async () => {
      await copy(text);
      say(words.leftCopied);
    };
    item.append(said, button(words.leftCopy, take), button(words.leftDiscard, drop));
    return item;
  };
  const draw = () => {
    document.querySelector(".leftovers")?.remove();
    const all = rooms && window.messenger.room === null ? found() : [];
    if (!all.length) return;
    const place = Object.assign(document.createElement("section"), { className: "leftovers" }),
      list = document.createElement("ul");
    place.setAttribute("aria-label", words.leftTitle);
    list.append(...all.map(line));
    place.append(Object.assign(document.createElement("h2"), { textContent: words.leftTitle }), list);
    document.body.append(place);
  };
  for (const type of ["outbox", "drafted", "shown"]) on(type, draw);

  return {
    /** The rooms this person belongs to, as far as the page knows. */
    belongTo(ids) {
      rooms = new Set(ids);
      draw();
    },
  };
})();
