// A table that the server redraws while it is shown: its rows stay in place under the pointer or the focus.
export const redrawTable = (id, html, isAsked) => {
  const container = document.getElementById(id);
  if (!container) return;
  const drawn = document.createElement("div");
  drawn.innerHTML = html;
  const before = container.querySelector("tbody"),
    after = drawn.querySelector("tbody");
  if (!before || !after) return container.replaceChildren(...drawn.childNodes);
  const isHeld = !isAsked && (before.matches(":hover") || before.contains(document.activeElement));

  /** Replace only what has changed, so that a focused button stays focused. */
  const renew = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    [...fresh.children].forEach((cell, number) => {
      if (!old.children[number].isEqualNode(cell)) old.children[number].replaceWith(cell.cloneNode(true));
    });
    old.className = fresh.className;
  };
  const rowsById = new Map([...before.children].map((row) => [row.id, row]));
  const rows = [...after.children].map((row) => {
    const old = rowsById.get(row.id);
    if (old) renew(old, row);
    return old ?? row;
  });
  if (isHeld) before.append(...rows.filter((row) => !rowsById.has(row.id)));
  else if (rows.length !== rowsById.size || rows.some((row, number) => row !== before.children[number]))
    before.replaceChildren(...rows);
  const [heads, freshHeads] = [container, drawn].map((table) => [...table.querySelectorAll("thead th")]);
  heads.forEach((head, number) => {
    const sorted = freshHeads[number].getAttribute("aria-sort");
    sorted ? head.setAttribute("aria-sort", sorted) : head.removeAttribute("aria-sort");
  });
};
