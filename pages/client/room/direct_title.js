// The title of a direct conversation, from the nicks of the others in it; same rule as rooms.summaries.direct_title.
export const directTitle = (others, isGroup, { notes, group_of_two, alone }) => {
  if (!isGroup || others.length > 1) return others.join(", ") || notes;
  return others.length ? group_of_two.replace("{nick}", () => others[0]) : alone;
};
