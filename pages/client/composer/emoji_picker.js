// The emoji picker: loaded when first needed, shown beside the button that opens it; on a phone, a bottom sheet.
import { SERVER_DATA } from "../given.js";
import { text } from "../i18n.js";
import { phone } from "../media.js";
import { rankSearch } from "./emoji_rank.js";

const { lang } = document.documentElement;
const GAP_PX = 8,
  EDGE_PX = 8,
  FIND_MS = 50,
  FIND_TRIES = 20;
let picker = null,
  answer = null,
  opener = null,
  home = null; // what gets the focus when the picker closes

const fetchPicker = async () => {
  const [{ default: Picker }, texts] = await Promise.all([
    import(SERVER_DATA.emojiPicker),
    lang === "ru" ? import(SERVER_DATA.emojiTexts) : { default: null },
  ]);
  const created = new Picker({
    dataSource: SERVER_DATA.emojiData,
    locale: lang,
    ...(texts.default ? { i18n: texts.default } : {}),
  });
  rankSearch(created.database);
  created.classList.add("emoji-picker");
  created.setAttribute("role", "dialog");
  created.setAttribute("aria-label", text("emoji"));
  created.addEventListener("emoji-click", ({ detail }) => close(detail.unicode));
  return created;
};
const close = (chosen = null) => {
  if (!answer) return;
  const settle = answer,
    hasMoved = ![picker, opener, document.body].includes(document.activeElement);
  answer = null;
  picker.remove();
  document.body.classList.remove("picks-emoji");
  document.removeEventListener("click", onOutside, true);
  document.removeEventListener("keydown", onKey, true);
  if (!hasMoved) home?.focus();
  settle(chosen);
};
/** A click beside the picker closes it and does what it does; on the button that opened the picker, it only closes. */
const onOutside = (event) => {
  if (event.composedPath().includes(picker)) return;
  if (home !== opener && event.composedPath().includes(opener)) event.stopPropagation();
  close();
};
const onKey = (event) => {
  const field = event.composedPath()[0];
  const isChosen = field.getAttribute("aria-activedescendant")?.startsWith("emo-");
  if (event.key === "Enter" && field.role === "combobox" && field.value && !isChosen) takeFirst(field.value);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
};
/** Choose the best match for a text, once it is shown. The list may still show the results of an earlier text. */
const takeFirst = async (typed) => {
  const matches = await picker.database.getEmojiBySearchQuery(typed.trim());
  const shownMatch = ({ unicode }) => picker.shadowRoot.querySelector(`#search-results > [id="emo-${unicode}"]`);
  const pickShown = (tries) => {
    const match = matches.find(shownMatch);
    if (match && answer) shownMatch(match).click();
    else if (tries && answer) setTimeout(() => pickShown(tries - 1), FIND_MS);
  };
  pickShown(FIND_TRIES);
};
/** Above or below what opened it; above the whole text if the emoji is for one, as tall as there is room. */
const place = (anchor, field) => {
  document.body.classList.toggle("picks-emoji", Boolean(field));
  Object.assign(picker.style, { left: "", top: "", maxHeight: "" });
  if (phone.matches) return;
  const frame = (field?.closest(".box") ?? anchor).getBoundingClientRect();
  if (field) picker.style.maxHeight = `${frame.top - GAP_PX - EDGE_PX}px`;
  const box = picker.getBoundingClientRect();
  const above = frame.top - box.height - GAP_PX,
    below = frame.bottom + GAP_PX;
  const top = above > EDGE_PX - 1 ? above : Math.min(below, innerHeight - box.height - EDGE_PX);
  const left = Math.max(EDGE_PX, Math.min(anchor.getBoundingClientRect().left, innerWidth - box.width - EDGE_PX));
  Object.assign(picker.style, { left: `${left}px`, top: `${Math.max(EDGE_PX, top)}px` });
};

/** Record what is typed until the picker's field is there; the field gets it then. */
const listen = () => {
  const typed = { text: "", isEntered: false, isLeft: false };
  const onEarlyKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typed.isEntered) return;
    if (event.key === "Escape") typed.isLeft = true;
    else if (event.key === "Enter" && typed.text) typed.isEntered = true;
    else if (event.key === "Backspace") typed.text = typed.text.slice(0, -1);
    else if (event.key.length === 1 && (typed.text || event.key !== " ")) typed.text += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", onEarlyKey, true);
  typed.end = () => document.removeEventListener("keydown", onEarlyKey, true);
  return typed;
};
const handOver = (typed, tries = FIND_TRIES) => {
  const field = picker.shadowRoot?.querySelector("input");
  if (!answer || typed.isLeft) {
    typed.end();
    return close();
  }
  if (!field && tries) return setTimeout(() => handOver(typed, tries - 1), FIND_MS);
  typed.end();
  field?.focus();
  if (!field || !typed.text) return;
  field.value = typed.text;
  field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  if (typed.isEntered) takeFirst(typed.text);
};

export const emojiPicker = {
  close: () => close(),
  /**
   * Let the person choose near `anchor`; resolves with the emoji, or with null if they chose none. An emoji for a text
   * is chosen beside its `field`, which gets the focus back.
   */
  async pick(anchor, field = null) {
    close();
    const at = anchor.getBoundingClientRect();
    const typed = listen();
    try {
      picker ??= await fetchPicker();
    } catch (error) {
      typed.end();
      throw error;
    }
    if (typed.isLeft) {
      typed.end();
      return null;
    }
    const theme = document.documentElement.dataset.theme;
    picker.classList.toggle("dark", theme === "dark");
    picker.classList.toggle("light", theme === "light");
    document.body.append(picker);
    opener = anchor.isConnected ? anchor : document.activeElement;
    home = field ?? opener;
    place(anchor.isConnected ? anchor : { getBoundingClientRect: () => at }, field);
    return new Promise((resolve) => {
      answer = resolve;
      document.addEventListener("click", onOutside, true);
      document.addEventListener("keydown", onKey, true);
      setTimeout(() => handOver(typed), 30);
    });
  },
};
