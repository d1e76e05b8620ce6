// The switcher (Ctrl/⌘+K): rooms, people and commands, found by typing; and "?" for the shortcuts.
import { ask } from "../connection/connection.js";
import { insist } from "../connection/insist.js";
import { on, publish } from "../events.js";
import { shownCount, text } from "../i18n.js";
import { nameMatch } from "../people/name_match.js";
import { shownRoom } from "../room/shown_room.js";
import { setTheme } from "../shell/theme.js";
import { say } from "../shell/toast.js";
import { shortcutLetter } from "../shortcut_letter.js";
import { knownRooms } from "../sidebar/known_rooms.js";
import { commands } from "./commands.js";
import { fuzzyMatch } from "./fuzzy_match.js";
import { showShortcuts } from "./shortcuts.js";
import { itemGroups, itemMark, switchPane } from "./switch_pane.js";

const SHOWN = 12,
  BEGUN_MIN = 2,
  NAMED = 25,
  HERE = 30, // the room that is open comes last
  MODAL = '.q-dialog:not(:has([class*="-leave-active"])), dialog[open]'; // keeps the focus, and what was typed in it
let box = null,
  opener = null,
  items = [],
  shownItems = [],
  chosen = 0,
  latest = 0,
  isLoaded = false,
  isLoading = false,
  hasMoved = false, // by an arrow key
  awaited = null; // what was typed when Enter was pressed before the list was there

/** How well an item fits: as the letters are typed, or at least by the rule for names of people. */
const scoreOf = (item, typed, pattern) =>
  Math.max(...item.fits.map((name) => fuzzyMatch.score(name, typed))) ||
  (pattern.rank(item.names) === null ? 0 : NAMED);
const rank = (typed) => {
  const pattern = nameMatch.patternOf(typed);
  return items
    .map((item) => ({ item, score: scoreOf(item, typed, pattern) }))
    .filter(({ score }) => score > 0)
    .map(({ item, score }) => ({ item, score: score + item.weight - (!typed && isHere(item) ? HERE : 0) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ item }) => item);
};
/** The items with those of a group together; the group with the best item comes first. */
const groupItems = (ranked) => [...Map.groupBy(ranked, (item) => item.group).values()].flat();
const isHere = (item) => item.room !== undefined && item.room === shownRoom.id;

const close = () => {
  if (!box) return;
  box.remove();
  box = null;
  awaited = null;
  opener?.focus?.();
};
/** @type {(address: string) => HTMLFormElement | null} */
const formTo = (address) => document.querySelector(`form[action="${address}"]`);
const go = async (item) => {
  close();
  if (item.room !== undefined) shownRoom.id ? publish("show", item.room) : (location.href = `/rooms/${item.room}`);
  else if (item.person !== undefined) {
    const answer = await ask("direct", { user: item.person }).catch((error) => say(error.text ?? "", "alert"));
    if (answer) location.href = `/rooms/${answer.room}`;
  } else if (item.href) location.href = item.href;
  else if (item.theme) setTheme(item.theme);
  else if (item.ask) await insist(item.ask).catch(() => {});
  else if (item.post) formTo(item.post)?.requestSubmit();
  else if (item.help) showShortcuts();
};
const mark = (index) => {
  if (!shownItems.length) return;
  chosen = (index + shownItems.length) % shownItems.length;
  const options = [...box.querySelectorAll("[role=option]")];
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  // the first item with the name of its group
  (chosen ? options[chosen] : options[0].parentElement.firstElementChild).scrollIntoView({ block: "nearest" });
  box.querySelector("input").setAttribute("aria-activedescendant", options[chosen].id);
};
const elementOf = (item, index) => {
  const element = Object.assign(document.createElement("li"), { id: `switch-${index}` });
  element.setAttribute("role", "option");
  element.append(itemMark(item), Object.assign(document.createElement("b"), { textContent: item.name }));
  if (item.unread)
    element.append(
      Object.assign(document.createElement("span"), {
        className: item.isCalm ? "badge calm" : "badge",
        textContent: shownCount(item.unread),
      }),
    );
  else element.append(Object.assign(document.createElement("small"), { textContent: item.hint ?? "" }));
  element.addEventListener("mousemove", () => {
    if (chosen !== index) mark(index);
  });
  element.addEventListener("click", () => go(item));
  return element;
};
const typedNow = () => box.querySelector("input").value.trim();
/** Enter: go to the chosen item; while the list is loading, go to the first one it will show for the same text. */
const enter = () => {
  if (shownItems[chosen] && (!isLoading || hasMoved || !typedNow())) return go(shownItems[chosen]);
  awaited = typedNow();
  load();
};
/** Draw the list for what is typed now; `kept` stays chosen if it is still listed. */
const draw = (kept = null) => {
  const typed = typedNow();
  shownItems = groupItems(rank(typed));
  if (typed && hasAnswered)
    shownItems.push({
      name: text("search_for", { words: typed }),
      icon: "search",
      group: "messages",
      href: `/search?q=${encodeURIComponent(typed)}`,
    });
  box.querySelector("#switch-list").replaceChildren(...itemGroups(shownItems, elementOf));
  box.querySelector("p").hidden = shownItems.length > 0 || !isLoaded;
  const isKept = (item) => item === kept || ["room", "href"].some((key) => item[key] && item[key] === kept?.[key]);
  mark(Math.max(0, shownItems.findIndex(isKept)));
};
const type = async () => {
  [awaited, hasMoved] = [null, false];
  draw();
  if (!isLoaded) return load();
  more();
};
/** Ask for people beyond the first answer. */
const more = async () => {
  const typed = typedNow(),
    mine = ++latest;
  if (!hasMore || typed.length < BEGUN_MIN) return;
  const answer = await ask("switcher", { typed: typed }).catch(() => null);
  if (!answer || mine !== latest || !box) return;
  const listed = new Set(items.map((item) => item.person));
  items.push(...answer.people.filter((other) => !listed.has(other.id)).map(person));
  draw(shownItems[chosen]);
};

let hasAnswered = false,
  hasMore = false;
const ready = (item) => {
  const names = [item.name, item.username ?? ""];
  return { weight: 0, ...item, fits: names.map(fuzzyMatch.ready), names: names.map(nameMatch.formsOf) };
};
const person = ({ nick, username, avatar, id }) =>
  ready({ name: nick, username, pictures: [avatar], person: id, group: "people", hint: text("write_to") });
const room = (entry, index) =>
  ready({
    name: entry.title,
    icon: entry.kind === "closed" ? "lock" : null,
    isCalm: entry.isCalm,
    pictures: entry.pictures,
    room: entry.id,
    group: entry.kind === "direct" ? "people" : "rooms",
    unread: entry.unread,
    weight: (entry.unread ? 12 : 6) - Math.min(index, 50) / 10,
  });

const open = async () => {
  if (box) return;
  opener = document.activeElement;
  [shownItems, chosen, hasMoved, awaited] = [[], 0, false, null];
  box = switchPane(close);
  const input = box.querySelector("input");
  input.addEventListener("input", type);
  box.addEventListener("keydown", (/** @type {any} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (step) {
      hasMoved = true;
      mark(chosen + step);
    } else if (event.key === "Enter" && event.target === input && !event.isComposing) enter();
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(box);
  document.body.classList.remove("menu-open");
  input.focus();
  [isLoaded, items] = [false, knownRooms.list().map(room)];
  draw();
  load();
};
/** Ask for everything the person can go to. Until it is there, the list shows the rooms that the page knows. */
const load = async () => {
  if (isLoading) return;
  const asking = box;
  isLoading = true;
  const answer = await ask("switcher", { typed: "" }).catch(() => null);
  isLoading = false;
  if (!box) return;
  if (box !== asking) return load();
  if (!answer) return;
  const selected = hasMoved ? shownItems[chosen] : null;
  isLoaded = hasAnswered = true;
  hasMore = answer.has_more;
  const rooms = knownRooms.list(),
    partners = new Set(rooms.map((entry) => entry.with));
  items = [
    ...rooms.map(room),
    ...answer.people.filter((other) => !partners.has(other.id)).map(person),
    ...commands(knownRooms.isAdmin).map((command) =>
      ready({ icon: "command", group: "commands", ...command, weight: -8 }),
    ),
  ];
  const isAwaited = awaited !== null && awaited === typedNow();
  awaited = null;
  draw(selected);
  if (isAwaited && shownItems[chosen]) go(shownItems[chosen]);
  else if (typedNow()) more();
};

document.addEventListener(
  "keydown",
  (/** @type {any} */ event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && shortcutLetter(event) === "K") {
      event.preventDefault();
      box ? close() : document.querySelector(MODAL) || open();
    } else if (event.key === "?" && !event.target.closest?.("input, textarea, [contenteditable], dialog")) {
      event.preventDefault();
      if (!document.querySelector(".shortcuts")) showShortcuts();
    }
  },
  true,
);
on("switch", () => open());
on("connect", () => {
  if (box && !isLoaded) load();
});

export const switcher = { open, close };
