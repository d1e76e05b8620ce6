// What this browser stores for a person, and for this tab. Storage may be blocked or full: then nothing is kept.

/** The name of this tab; it survives a reload. */
export const tab = (() => {
  const made = Math.random().toString(36).slice(2);
  try {
    return (sessionStorage.tab ??= made);
  } catch {
    return made;
  }
})();
