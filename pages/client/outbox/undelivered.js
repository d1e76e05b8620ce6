// Unsent texts for rooms that are no longer open to this person: shown beside the page, to be copied or discarded.
window.messenger.leftovers = (() => {
  const { copy, drafts, filled, on, outbox, say, uploads } = window.messenger;
  const words = document.documentElement.dataset;
  let rooms = null,
    person = null;

  /** How rooms were lost, and which files waited there; stored, because the window goes to another page. */
  const name = (room) => `lost:${person}:${room}`;
  const lostOf = (room) => {
    try {
      return JSON.parse(localStorage.getItem(name(room))) ?? {};
    } catch {
      return {};
    }
  };
  const keepLost = (room, facts) => {
    try {
      facts ? localStorage.setItem(name(room), JSON.stringify(facts)) : localStorage.removeItem(name(room));
    } catch {
      /* then the box shows less */
    }
  };
  const lostRooms = () => {
    try {
      const begin = `lost:${person}:`;
      return Object.keys(localStorage)
        .filter((one) => one.startsWith(begin))
        .map((one) => Number(one.slice(begin.length)));
    } catch {
      return [];
    }
  };
  /** Files are not sent to a lost room: keep only their names. */
  const dropFiles = (room) => {
    const names = uploads.drop(room);
    if (!names.length) return;
    const facts = lostOf(room);
    keepLost(room, { ...facts, files: [...new Set([...(facts.files ?? []), ...names])] });
  };
  const titleOf = (lost) => {
    const kinds = new Set(lost.map((room) => lostOf(room).kind));
    const [kind] = kinds;
    const titles = { room: words.leftRoom, conversation: words.leftConversation };
    return (kinds.size === 1 && titles[kind]) || words.leftTitle;
  };
  on("RoomLost", ({ room, reason }) => {
    const isDirect = window.messenger.roomOf?.(room)?.kind === "direct",
      kind = reason === "left" ? (isDirect ? "conversation" : "room") : null;
    dropFiles(room);
    const isMissed = drafts.read(room) || outbox.words((one) => one === room).length || lostOf(room).files;
    if (isMissed && kind) keepLost(room, { ...lostOf(room), kind });
    draw();
  });
  on("RoomGained", ({ entry }) => keepLost(entry.id, null));
  on("uploads", (room) => {
    if (lostRooms().includes(room) && !rooms?.has(room)) dropFiles(room);
  });

  const found = () => {
    const isLost = (room) => !rooms.has(room);
    const begun = drafts.rooms().filter(isLost);
    return [
      ...outbox
        .words(isLost)
        .map((entry) => ({ room: entry.room, text: entry.data.body, drop: () => outbox.discard(entry) })),
      ...begun.map((room) => ({ room, text: drafts.read(room), drop: () => drafts.forget(room) })),
      ...lostRooms()
        .filter((room) => isLost(room) && lostOf(room).files)
        .map((room) => ({ room, files: lostOf(room).files, drop: () => forgetFiles(room) })),
    ];
  };
  const forgetFiles = (room) => {
    keepLost(room, { ...lostOf(room), files: undefined });
    draw();
  };
  const button = (label, press) => {
    const made = document.createElement("button");
    Object.assign(made, { className: "button plain small", textContent: label });
    made.addEventListener("click", press);
    return made;
  };
  const line = ({ text, files, drop }) => {
    const item = document.createElement("li"),
      said = Object.assign(document.createElement("p"), {
        textContent: text ?? filled(words.leftFiles, { names: files.join(", ") }),
        dir: "auto",
      });
    const take = async () => {
      await copy(text);
      say(words.leftCopied);
    };
    item.append(said, ...(files ? [] : [button(words.leftCopy, take)]), button(words.leftDiscard, drop));
    return item;
  };
  const draw = () => {
    document.querySelector(".leftovers")?.remove();
    const all = rooms && window.messenger.room === null ? found() : [];
    if (!all.length) return;
    const place = Object.assign(document.createElement("section"), { className: "leftovers" }),
      title = titleOf(all.map(({ room }) => room)),
      list = document.createElement("ul");
    place.setAttribute("aria-label", title);
    list.append(...all.map(line));
    place.append(Object.assign(document.createElement("h2"), { textContent: title }), list);
    document.body.append(place);
  };
  for (const type of ["outbox", "drafted", "shown"]) on(type, draw);

  return {
    /** The rooms this person belongs to, as far as the page knows. */
    belongTo(id, ids) {
      person = id;
      rooms = new Set(ids);
      for (const room of lostRooms()) rooms.has(room) ? keepLost(room, null) : dropFiles(room);
      draw();
    },
    isLost: (room) => !rooms?.has(room) && lostRooms().includes(room),
  };
})();
