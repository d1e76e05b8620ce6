// Tells the lists that Python draws which events happened, or that another room is shown.
import { on } from "../events.js";

/** Without `types`: another room is shown. */
const markStale = (types) => {
  for (const list of document.querySelectorAll("[data-live]"))
    list.dispatchEvent(new CustomEvent("stale", { detail: types }));
};
on("shown", () => markStale());
const typeOf = (event) => (event.type === "MessagePosted" && event.message.files ? "FilesPosted" : event.type);
on("pushed", (events) => markStale(events.map(typeOf)));
