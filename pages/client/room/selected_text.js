// The selected part of a message's text, as plain text and as HTML. Browsers differ in both, and leave out the signs of
// lists and quotes.
const BLOCKS = "p, div, h3, h4, h5, pre, ul, ol, li, blockquote, table, thead, tbody, tr, hr",
  UNCOPIED = "button",
  AS_TYPED = "pre, .plain"; // every space in these is text
const SIGNS = { STRONG: "**", EM: "*", DEL: "~~", CODE: "`" };
const KEPT_ATTRIBUTES = ["href", "start", "value"];

/** The part of a text node within the ranges. */
const pieceOf = (node, ranges) =>
  ranges
    .filter((range) => range.intersectsNode(node))
    .map(({ startContainer, startOffset, endContainer, endOffset }) =>
      node.data.slice(startContainer === node ? startOffset : 0, endContainer === node ? endOffset : node.length),
    )
    .join("");
const isCopied = (node, ranges) => !node.matches?.(UNCOPIED) && ranges.some((range) => range.intersectsNode(node));
/** Whether the beginning of an element's text is selected too, so that its sign belongs to it. */
const includesStart = (element, ranges) => {
  const first = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  return ranges.some((range) => range.comparePoint(first ?? element, 0) === 0);
};

const numberOf = (item) => {
  let [number, before] = [0, item];
  while (before && !before.hasAttribute("value")) [number, before] = [number + 1, before.previousElementSibling];
  return before ? number + before.value : number - 1 + (item.parentElement.start ?? 1);
};
const signOf = (item) => {
  if (item.parentElement.tagName !== "OL") return item.matches(".task") ? "" : "- ";
  return `${numberOf(item)}${item.parentElement.matches(".bracket") ? ")" : "."} `;
};
const indent = (text, first, rest) => first + text.replaceAll("\n", `\n${rest}`);

/** Spaces that the page shows stand as \xa0 until the end, the others may be layout. */
const shownText = (node, ranges) => {
  const text = pieceOf(node, ranges);
  return node.parentElement.closest(AS_TYPED) ? text.replaceAll(" ", "\xa0") : text.replace(/[ \t\n]+/g, " ");
};
const joinParts = (parts) =>
  parts.reduce((text, part, index) => {
    const isParagraph = part.tag === "P" && parts[index - 1]?.tag === "P";
    return text + (index ? (isParagraph ? "\n\n" : "\n") : "") + part.text;
  }, "");
/** Backticks that no run in a text is as long as, at least so many. */
const ticksAround = (text, least) =>
  "`".repeat(Math.max(least, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
const bareAddress = (text) => text.trim().replace(/^https?:\/\/|\/$/g, "");
/** The text of an inline element within its Markdown signs; nothing around the spaces at its ends. */
const addSign = (element, text) => {
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!inner) return text;
  const href = element.tagName === "A" && element.getAttribute("href");
  if (href) return bareAddress(href) === bareAddress(inner) ? text : `${before}[${inner}](${href})${after}`;
  const sign = element.tagName === "CODE" ? ticksAround(inner, 1) : (SIGNS[element.tagName] ?? "");
  return before + sign + inner + sign + after;
};
const inlineOf = (node, ranges, isMarkdown) => {
  if (node.nodeName === "BR") return "\n";
  const text = contentOf(node, ranges, isMarkdown);
  return isMarkdown && node.parentElement.tagName !== "PRE" ? addSign(node, text) : text;
};
const contentOf = (element, ranges, isMarkdown) => {
  const parts = [];
  let line = null;
  const hasBlocks = [...element.children].some((child) => child.matches(BLOCKS));
  for (const node of element.childNodes) {
    if (!isCopied(node, ranges)) continue;
    if (node instanceof Element && node.matches(BLOCKS)) {
      const text = blockOf(node, ranges, isMarkdown);
      if (text) parts.push({ tag: node.tagName, text }); // a triple click reaches the beginning of the next block
      line = null;
      continue;
    }
    const text = node instanceof Text ? shownText(node, ranges) : inlineOf(node, ranges, isMarkdown);
    if (hasBlocks && !line && /^ *$/.test(text)) continue;
    if (!line) parts.push((line = { tag: "", text: "" }));
    line.text += text;
  }
  return joinParts(parts).replace(/ *\n */g, "\n");
};
const rowOf = (row, ranges, isMarkdown) => {
  const cells = [...row.children].filter((cell) => isCopied(cell, ranges));
  const texts = cells.map((cell) => contentOf(cell, ranges, isMarkdown));
  if (!isMarkdown) return texts.join("\t");
  const line = `| ${texts.join(" | ")} |`;
  return row.parentElement.tagName === "THEAD" ? `${line}\n|${" --- |".repeat(texts.length)}` : line;
};
const blockOf = (block, ranges, isMarkdown) => {
  if (block.tagName === "HR") return "---";
  if (block.tagName === "TR") return rowOf(block, ranges, isMarkdown);
  const text = contentOf(block, ranges, isMarkdown);
  if (!text) return "";
  if (block.tagName === "PRE") {
    const code = text.replace(/\n$/, ""),
      fence = ticksAround(code, 3);
    return isMarkdown ? `${fence}\n${code}\n${fence}` : code;
  }
  if (isMarkdown && /^H\d$/.test(block.tagName) && includesStart(block, ranges))
    return `${"#".repeat(Number(block.tagName[1]) - 2)} ${text}`;
  if (block.tagName === "BLOCKQUOTE") return includesStart(block, ranges) ? indent(text, "> ", "> ") : text;
  if (block.tagName !== "LI" || !includesStart(block, ranges)) return text;
  const sign = signOf(block);
  return indent(text, sign, "\xa0".repeat(sign.length));
};

const readable = (text) => text.replace(/^\n+|\n+$/g, "").replaceAll("\xa0", " ");
/** What is selected in an element, as text with the line breaks, list signs and quote signs that the page shows. */
const plain = (element, ranges) => readable(contentOf(element, ranges, false));
/** The same as it can be typed: with the signs of bold text, code, links and so on. */
const markdown = (element, ranges) => readable(contentOf(element, ranges, true));

const copyInto = (target, source, ranges) => {
  for (const node of source.childNodes) {
    if (!isCopied(node, ranges)) continue;
    if (node instanceof Text) {
      target.append(pieceOf(node, ranges));
      continue;
    }
    const copied = document.createElement(node.tagName);
    for (const name of KEPT_ATTRIBUTES) if (node.hasAttribute(name)) copied.setAttribute(name, node.getAttribute(name));
    copyInto(copied, node, ranges);
    if (copied.textContent || /^(BR|HR)$/.test(copied.tagName)) target.append(copied);
  }
};
/** The same as HTML without the classes of the page. */
const html = (element, ranges) => {
  const copied = document.createElement("div");
  if (element.matches(".plain")) copied.style.whiteSpace = "pre-wrap";
  copyInto(copied, element, ranges);
  const only = copied.children.length === 1 && copied.firstElementChild;
  if (only && only.tagName === "P" && only.textContent === copied.textContent.trim()) return only.innerHTML;
  return element.matches(".plain") ? copied.outerHTML : copied.innerHTML;
};

/** All of an element as plain text. */
const all = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return plain(element, [range]);
};

export const selectedText = { all, plain, markdown, html };
