// <text-file>: a text file in a message. It shows the first lines, unfolds to all of them, and can be copied.
import { on } from "../events.js";
import { ntext, text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import { copy } from "../shell/clipboard.js";
import { say } from "../shell/toast.js";
import { addressOf, endingOf, sizeOf } from "./file_facts.js";

const HEAD_LINES = 12, // as the server shows them, see messenger/files/text_files.py
  SHOWN_BYTES = 2 ** 20,
  LONG_LINE = 1_000,
  LEAD_PX = 60; // three lines stay above a line that was found

/** @typedef {{ text: string, html: string, is_whole: boolean }} TextView */

/** Load files only where somebody looks, so that a room with hundreds of them opens as fast as others. */
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) /** @type {TextFile} */ (target).showHead();
});
/** @returns {Promise<TextView>} */
const load = async (file, view) => {
  const answer = await fetch(addressOf(file, view));
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
};
/** The file and its line, from 1, to which a search has led; each is opened once. */
const sought = new URLSearchParams(location.search),
  opened = new Set();
/** The place of a line in the text of an element. */
const rangeOfLine = (code, line) => {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT),
    range = new Range();
  let [left, isBegun] = [line - 1, false];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { data } = /** @type {Text} */ (node);
    let at = 0;
    while (!isBegun && left > 0 && data.indexOf("\n", at) >= 0) [at, left] = [data.indexOf("\n", at) + 1, left - 1];
    if (!isBegun && left > 0) continue;
    if (!isBegun) range.setStart(node, at);
    isBegun = true;
    const end = data.indexOf("\n", at);
    range.setEnd(node, end < 0 ? data.length : end);
    if (end >= 0) break;
  }
  return range;
};
const make = (tag, className, textContent = "") =>
  Object.assign(document.createElement(tag), { className, textContent });
const hasLongLine = (all) => all.length > LONG_LINE && all.split("\n").some((line) => line.length > LONG_LINE);

/**
 * Vue sets `closed` and `file`, in any order, and sets them again whenever the message changes. A closed one
 * shows no lines before it is unfolded: many files in one message.
 */
class TextFile extends HTMLElement {
  #closed = false;
  #file = null;
  #head = /** @type {TextView | null} */ (null);
  #whole = /** @type {TextView | null} */ (null);
  #isOpen = false;
  #code;
  #fold;
  #note;
  #end = () => {};

  get closed() {
    return this.#closed;
  }
  set closed(closed) {
    this.#closed = closed;
    this.classList.toggle("closed", closed);
    if (this.#code) this.#show();
  }
  get file() {
    return this.#file;
  }
  set file(file) {
    this.#file = file;
    this.#draw();
  }
  connectedCallback() {
    watcher.observe(this);
    this.#end = on("connect", () => !this.#head && (watcher.unobserve(this), watcher.observe(this)));
  }
  disconnectedCallback() {
    watcher.unobserve(this);
    this.#end();
  }
  /** Show the first lines, when the element comes into view. */
  async showHead() {
    watcher.unobserve(this);
    if (this.#head || this.#closed) return;
    this.#head = await load(this.#file, "head").catch(() => null); // offline: again with the next connection
    if (this.#head) this.#show();
  }
  #draw() {
    if (!this.#file || this.#code) return;
    const file = this.#file;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", file.name);
    this.style.setProperty("--lines", String(Math.min(file.lines, HEAD_LINES)));
    const box = make("pre", "");
    box.tabIndex = 0;
    this.#code = make("code", "");
    box.append(this.#code);
    this.#note = make("small", "cut", text("first_part"));
    this.#fold = make("button", "link");
    this.#fold.type = "button";
    this.#fold.addEventListener("click", () => this.#turn());
    this.append(this.#heading(), box, this.#note, this.#fold);
    this.#show();
    if (Number(sought.get("file")) === file.id && !opened.has(file.id)) this.#openAt(Number(sought.get("line")));
  }
  /** Unfold at a line, and mark it. */
  async #openAt(line) {
    opened.add(this.#file.id);
    if (!(await this.#load())) return;
    this.#isOpen = true;
    this.#show();
    const range = rangeOfLine(this.#code, line),
      box = this.#code.parentElement;
    box.scrollTop = range.getBoundingClientRect().top - this.#code.getBoundingClientRect().top - LEAD_PX;
    if (globalThis.Highlight) CSS.highlights.set("found-line", new Highlight(range));
    this.scrollIntoView({ block: "nearest" });
  }
  #heading() {
    const { name, size, lines } = this.#file,
      heading = make("div", "text-head"),
      what = make("div", "what"),
      mark = make("i", "mark", endingOf(name) || "TXT"),
      tools = size > SHOWN_BYTES ? [] : [this.#tool("button", "copy_text", text("copy_text"))];
    mark.setAttribute("aria-hidden", "true");
    what.append(this.#link(make("a", "", name)));
    what.append(make("small", "", `${sizeOf(size)} · ${ntext("lines", lines)}`));
    tools[0]?.addEventListener("click", () => this.#copy());
    heading.append(mark, what, ...tools, this.#link(this.#tool("a", "download", text("download"))));
    return heading;
  }
  #tool(tag, icon, label) {
    const tool = make(tag, "icon-button");
    if (tag === "button") tool.type = "button";
    tool.innerHTML = iconHtml(icon);
    tool.title = label;
    tool.setAttribute("aria-label", label);
    return tool;
  }
  #link(link) {
    return Object.assign(link, { href: addressOf(this.#file), download: this.#file.name });
  }
  #show() {
    const view = this.#isOpen ? this.#whole : this.#head,
      { lines } = this.#file;
    if (view?.html) this.#code.innerHTML = view.html;
    else this.#code.textContent = view?.text ?? "";
    this.classList.toggle("open", this.#isOpen);
    this.classList.toggle("wrapped", this.#isOpen && hasLongLine(view?.text ?? ""));
    this.#note.hidden = !this.#isOpen || view?.is_whole !== false;
    this.#fold.hidden = !this.#closed && (this.#head ? this.#head.is_whole : lines <= HEAD_LINES);
    this.#fold.textContent = this.#isOpen ? text("show_less") : ntext("show_all", lines);
    this.#fold.setAttribute("aria-expanded", String(this.#isOpen));
  }
  async #turn() {
    if (!this.#isOpen && !(await this.#load())) return;
    this.#isOpen = !this.#isOpen;
    this.#show();
    if (!this.#isOpen) this.scrollIntoView({ block: "nearest" });
  }
  async #copy() {
    const whole = await this.#load();
    if (!whole) return;
    await copy(whole.text);
    say(text("copied"));
  }
  /** All of the text, or null if it cannot be loaded, which is said. */
  async #load() {
    this.#whole ??= this.#head?.is_whole ? this.#head : await load(this.#file, "text").catch(() => null);
    if (!this.#whole) say(text("not_loaded"), "alert");
    return this.#whole;
  }
}
customElements.define("text-file", TextFile);
