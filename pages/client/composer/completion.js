// Completion in a text field: a list of choices for the word being typed after a sign such as "@".
import { codeContext } from "./code_context.js";
import { phone } from "../media.js";
import { nameMatch } from "../people/name_match.js";

const TYPED_LIMIT = 32,
  SHOWN_LIMIT = phone.matches ? 5 : 8; // all visible: the list never scrolls
let count = 0;

/** A name without differences of case, Unicode form and spaces. */
const unify = (name) => name.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");

/** Replace a part of the field by typing, so that the browser can undo it. */
const type = (field, from, to, text) => {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand(text || from === to ? "insertText" : "delete", false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

/**
 * Offer choices in `field` after `sign`. `find(typed)` resolves with [{label, insert, hint, picture, sure, names}],
 * best first; a `sure` choice fits even if its label does not look like what is typed. If one of the `names` is typed
 * in full, nothing is left to complete: none is chosen until the reader moves into the list, and Enter does what it
 * does elsewhere. The list is named `name`. Returns a function that ends it.
 */
const attach = (field, { sign, name, find }) => {
  const list = Object.assign(document.createElement("ul"), {
    className: "completion",
    id: `completion-${++count}`,
    hidden: true,
  });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", name);
  field.parentElement.append(list);
  let choices = [],
    chosen = 0,
    start = -1,
    latest = 0,
    hasMoved = false,
    taking = false;

  const close = () => {
    latest++;
    list.hidden = true;
    choices = [];
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  };
  const mark = (index) => {
    chosen = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const move = (by) => {
    hasMoved = true;
    mark((Math.max(chosen, by < 0 ? 0 : -1) + by + choices.length) % choices.length);
  };
  const typedName = () => field.value.slice(start + 1, field.selectionStart);
  const isTypedInFull = () => {
    const typed = unify(typedName()).replace(/[!?,;:)\]}»”"…]+$/u, "");
    return choices.some(({ names = [] }) => names.some((name) => unify(name) === typed));
  };
  /** The choices may be older than what is typed: then take the first one that still fits. */
  const choiceFor = (index) => {
    const pattern = nameMatch.patternOf(typedName()),
      fits = ({ label, sure, names = [label] }) =>
        sure || pattern.isEmpty || pattern.rank(names.map(nameMatch.formsOf)) !== null;
    return fits(choices[index]) ? choices[index] : (choices.find(fits) ?? choices[index]);
  };
  const take = (index) => {
    const { insert } = choiceFor(index),
      end = field.selectionStart;
    close();
    taking = true;
    type(field, start, end, `${insert} `);
    taking = false;
  };
  const draw = () => {
    list.replaceChildren(
      ...choices.map((choice, index) => {
        const item = Object.assign(document.createElement("li"), { id: `${list.id}-${index}` });
        item.setAttribute("role", "option");
        if (choice.picture)
          item.append(
            Object.assign(document.createElement("img"), { className: "avatar small", src: choice.picture, alt: "" }),
          );
        item.append(Object.assign(document.createElement("b"), { textContent: choice.label }));
        if (choice.hint) item.append(Object.assign(document.createElement("span"), { textContent: choice.hint }));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(index);
        });
        item.addEventListener("mousemove", () => {
          hasMoved = true;
          if (index !== chosen) mark(index);
        });
        return item;
      }),
    );
    list.hidden = false;
    field.setAttribute("aria-controls", list.id);
    hasMoved = false;
    mark(isTypedInFull() ? -1 : 0);
  };
  const suggest = async () => {
    if (taking) return;
    const caret = field.selectionStart,
      before = field.value.slice(0, caret),
      at = before.lastIndexOf(sign);
    const typed = before.slice(at + 1),
      mine = ++latest;
    if (
      at < 0 ||
      field.selectionEnd !== caret ||
      typed.length > TYPED_LIMIT ||
      /^\s|[\n@]/.test(typed) ||
      /[\p{L}\p{N}\p{M}_:/]/u.test(before[at - 1] ?? "") ||
      codeContext.isCode(before.slice(0, at))
    )
      return close();
    const matches = await find(typed).catch(() => []);
    if (mine !== latest) return;
    if (!matches.length) return close();
    [choices, start] = [matches.slice(0, SHOWN_LIMIT), at];
    draw();
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    const isDone = list.hidden || (!hasMoved && isTypedInFull()); // the list may be older than what is typed
    if (event.key === "Enter" && isDone) return close();
    if (list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) move(moves[event.key]);
    else if (["Enter", "Tab"].includes(event.key) && chosen >= 0) take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  field.addEventListener("keydown", onKey, true);
  field.addEventListener("input", suggest);
  field.addEventListener("click", suggest);
  field.addEventListener("blur", close);
  return () => {
    field.removeEventListener("keydown", onKey, true);
    field.removeEventListener("input", suggest);
    field.removeEventListener("click", suggest);
    field.removeEventListener("blur", close);
    list.remove();
  };
};

export const completion = { attach, type };
