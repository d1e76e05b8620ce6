// What a direct conversation is called: as rooms.summaries.direct_title has it, for the nicks of the others in it.
window.messenger.directTitle = (others, isGroup, { notes, group_of_two, alone }) => {
  if (!isGroup || others.length > 1) return others.join(", ") || notes;
  return others.length ? group_of_two.replace("{nick}", () => others[0]) : alone;
};
