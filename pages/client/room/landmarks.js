// Rows of the log as landmarks: which one is at the top, and how to bring it back there.

const tops = (log, rows) => {
  const edge = log.getBoundingClientRect().top;
  return [...log.querySelectorAll(rows)].find((row) => row.getBoundingClientRect().bottom > edge);
};

/** The topmost visible message, as {seq, top}; null if there is none. */
export const topmost = (log) => {
  const row = tops(log, "article[data-seq]");
  if (!row) return null;
  return { seq: Number(row.dataset.seq), top: row.getBoundingClientRect().top - log.getBoundingClientRect().top };
};

/** Remember a visible row and its position; the returned function puts it back there. */
export const landmark = (log) => {
  const row = tops(log, "[data-seq]"),
    seq = row?.dataset.seq,
    top = row?.getBoundingClientRect().top;
  return () => {
    const now = seq && log.querySelector(`[data-seq="${seq}"]`);
    if (now) log.scrollTop += now.getBoundingClientRect().top - top;
  };
};

/** The seq of the last row that is fully visible; 0 if there is none. */
export const lastInSight = (log) => {
  const edge = log.getBoundingClientRect().bottom + 8,
    rows = [...log.querySelectorAll("[data-seq]")];
  return Number(rows.findLast((row) => row.getBoundingClientRect().bottom <= edge)?.dataset.seq ?? 0);
};
