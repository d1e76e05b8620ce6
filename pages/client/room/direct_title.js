// The title of a direct conversation, from the nicks of the others in it; same rule as rooms.summaries.direct_title.
import { text } from "../i18n.js";

export const directTitle = (others, isGroup) => {
  if (!isGroup || others.length > 1) return others.join(", ") || text("notes");
  return others.length ? text("group_of_two", { nick: others[0] }) : text("alone");
};
