// The list of keyboard shortcuts, opened with "?" or from the switcher.
import { text } from "../i18n.js";

const KEYS = {
  "Ctrl K": "switcher",
  Enter: "send",
  "Shift Enter": "line",
  "↑": "edit",
  Esc: "close",
  "Alt ↑ ↓": "rooms",
  "Alt Shift ↑ ↓": "unread",
  "Ctrl B": "bold",
  "Ctrl I": "italic",
  "Ctrl E": "code",
  "?": "list",
};

/** Show the keyboard shortcuts. */
export const showShortcuts = () => {
  const dialog = Object.assign(document.createElement("dialog"), { className: "shortcuts" });
  dialog.setAttribute("aria-label", text("shortcuts"));
  const list = document.createElement("dl");
  for (const [keys, name] of Object.entries(KEYS)) {
    const row = document.createElement("div"),
      keyed = document.createElement("dt");
    keyed.append(
      ...keys.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]),
    );
    row.append(keyed, Object.assign(document.createElement("dd"), { textContent: text(`shortcut_${name}`) }));
    list.append(row);
  }
  const done = Object.assign(document.createElement("button"), { className: "button", textContent: text("close") });
  done.addEventListener("click", () => dialog.close());
  dialog.append(Object.assign(document.createElement("h2"), { textContent: text("shortcuts") }), list, done);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};
