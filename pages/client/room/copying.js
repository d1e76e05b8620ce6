// Copying from the conversation: the text of one message, or several messages with names and times.
import { titleOf } from "../shell/tooltip.js";
import { selectedText } from "./selected_text.js";

const wordsOf = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
const isTouched = (element, ranges) => Boolean(element) && ranges.some((range) => range.intersectsNode(element));
const timeOf = (row) => {
  const time = row.querySelector("time");
  return { time: wordsOf(time), dayAndTime: titleOf(time), day: new Date(time.dateTime).toDateString() };
};

const quoteOf = (article, ranges) => {
  const quote = article.querySelector(".quote");
  if (!isTouched(quote, ranges)) return "";
  return `> ${wordsOf(quote.querySelector("b"))}: ${wordsOf(quote.querySelector("span"))}`;
};
const fileNamesOf = (article, ranges) =>
  [...article.querySelectorAll(".files .picture, .files .what")]
    .filter((file) => isTouched(file, ranges))
    .map((file) => titleOf(file) || wordsOf(file.querySelector("a, b")));

/** What is selected of a message; null if nothing but its heading is. */
const messageOf = (article, ranges) => {
  const body = article.querySelector(".body"),
    text = isTouched(body, ranges) ? selectedText.plain(body, ranges) : "",
    markdown = text && selectedText.markdown(body, ranges),
    html = text && selectedText.html(body, ranges),
    files = fileNamesOf(article, ranges);
  if (!text && !files.length) return null;
  const author = wordsOf(article.querySelector(".who b, .visually-hidden"));
  return { author, ...timeOf(article), quote: quoteOf(article, ranges), text, markdown, html, files };
};
/** A system line, which names a person itself. */
const noticeOf = (notice, ranges) => {
  const author = wordsOf(notice.firstChild);
  return (
    selectedText.plain(notice, ranges) && {
      author,
      ...timeOf(notice),
      quote: "",
      text: "",
      markdown: "",
      html: "",
      files: [],
    }
  );
};
const selectedRows = (log, ranges) =>
  [...log.querySelectorAll("article, .notice")]
    .filter((row) => isTouched(row, ranges))
    .map((row) => (row.matches(".notice") ? noticeOf(row, ranges) : messageOf(row, ranges)))
    .filter(Boolean);

const asHtml = (text) => Object.assign(document.createElement("div"), { textContent: text }).innerHTML;
/** As people quote a chat: name and time, below them the text as typed, and an empty line before the next message. */
const quoteRows = (rows) => {
  const isOneDay = rows.every(({ day }) => day === rows[0].day),
    headingOf = ({ author, time, dayAndTime }) => `${author}, ${isOneDay ? time : dayAndTime}`;
  const texts = rows.map((row) => {
      const lines = [headingOf(row), row.quote, row.markdown.trimEnd(), ...row.files];
      return lines.filter(Boolean).join("\n");
    }),
    htmls = rows.map((row) => {
      const [heading, quote, ...files] = [headingOf(row), row.quote, ...row.files].map(asHtml);
      const lines = [quote, row.html, ...files].filter(Boolean);
      return [`<b>${heading}</b>`, ...lines].map((line) => `<div>${line}</div>`).join("");
    });
  return { text: texts.join("\n\n"), html: htmls.join("<br>") };
};

document.addEventListener("copy", (event) => {
  const selection = getSelection(),
    log = document.querySelector(".chat .log"),
    isInField = /** @type {Element} */ (event.target).closest?.("input, textarea");
  if (!log || isInField || !selection || selection.isCollapsed || !event.clipboardData) return;
  const ranges = Array.from({ length: selection.rangeCount }, (_, index) => selection.getRangeAt(index)),
    rows = selectedRows(log, ranges);
  if (!rows.length || (rows.length === 1 && !rows[0].text)) return; // names, times, names of files: as browsers do
  const { text, html } = rows.length > 1 ? quoteRows(rows) : rows[0];
  event.clipboardData.setData("text/plain", text);
  event.clipboardData.setData("text/html", html);
  event.preventDefault();
});
