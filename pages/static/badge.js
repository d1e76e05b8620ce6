// How much is unread, outside the page: in its title, its icon, and on the icon of the installed application.
window.messenger.badge = (() => {
  let base = null, number = 0, dot = false, drawing = null, drawn = null;

  const icon = () => {
    let link = document.querySelector('link[rel~="icon"]');
    if (!link) {
      link = Object.assign(document.createElement("link"), { rel: "icon" });
      document.head.append(link);
    }
    return link;
  };
  /** Our own icon with a mark in its corner: a number, or a dot alone. */
  const marked = (svg, text) => {
    const mark = text
      ? `<rect x="${text.length > 2 ? 6 : text.length > 1 ? 10 : 14}" y="14" width="${text.length > 2 ? 26 : text.length > 1 ? 22 : 18}" height="18" rx="9" fill="#c4281c" stroke="#fff" stroke-width="1.5"/><text x="${text.length > 2 ? 19 : text.length > 1 ? 21 : 23}" y="27.6" font-family="system-ui, sans-serif" font-size="13" font-weight="700" text-anchor="middle" fill="#fff">${text}</text>`
      : '<circle cx="25" cy="25" r="6" fill="#c4281c" stroke="#fff" stroke-width="1.5"/>';
    return `data:image/svg+xml,${encodeURIComponent(svg.replace("</svg>", `${mark}</svg>`))}`;
  };
  const drawIcon = async () => {
    const { icon: address } = document.documentElement.dataset, wanted = number ? (number > 99 ? "99+" : String(number)) : dot ? "" : null;
    if (wanted === drawn || (wanted === null && !drawing)) return;
    drawn = wanted;
    drawing ??= fetch(address).then((answer) => answer.text());
    const svg = await drawing.catch(() => { drawing = null; });
    if (!svg || drawn !== wanted) return;
    const link = icon();
    link.type = "image/svg+xml";
    link.href = wanted === null ? address : marked(svg, wanted);
  };
  const draw = () => {
    base ??= document.title;
    document.title = (number ? `(${number > 999 ? "999+" : number}) ` : dot ? "• " : "") + base;
    drawIcon();
    if (!navigator.setAppBadge) return;
    const done = number ? navigator.setAppBadge(number) : dot ? navigator.setAppBadge() : navigator.clearAppBadge();
    done.catch(() => { /* not installed */ });
  };

  window.messenger.setTitle = (text) => { base = text; draw(); };
  return {
    /** `number`: what speaks to this person; `dot`: there is other news. */
    show(next, hasNews) {
      if (next === number && hasNews === dot) return;
      number = next;
      dot = hasNews;
      draw();
    },
  };
})();
