// The list of keyboard shortcuts, opened with "?" or from the switcher.

/** Show the keyboard shortcuts; `texts` has a heading, their keys and meanings, and "Close". */
export const showShortcuts = (texts) => {
  const shown = Object.assign(document.createElement("dialog"), { className: "shortcuts" });
  shown.setAttribute("aria-label", texts.shortcuts);
  const list = document.createElement("dl");
  for (const [keys, meaning] of texts.keys) {
    const row = document.createElement("div"),
      keyed = document.createElement("dt");
    keyed.append(
      ...keys.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]),
    );
    row.append(keyed, Object.assign(document.createElement("dd"), { textContent: meaning }));
    list.append(row);
  }
  const done = Object.assign(document.createElement("button"), { className: "button", textContent: texts.close });
  done.addEventListener("click", () => shown.close());
  shown.append(Object.assign(document.createElement("h2"), { textContent: texts.shortcuts }), list, done);
  shown.addEventListener("close", () => shown.remove());
  document.body.append(shown);
  shown.showModal();
};
