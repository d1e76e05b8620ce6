// What is wrong with the layout of the page at its present size: each fault as one line of text.
(() => {
  const CONTROLS =
    "a[href], button, input, select, textarea, [role=button], [role=tab], [role=menuitem], [role=option]";
  const SLACK_PX = 1.5;
  const TOUCH_PX = 5; // areas that react to a touch may reach a little into each other
  const faults = [];
  const said = (one) =>
    `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> ` +
    `“${(one.ariaLabel ?? one.textContent).trim().slice(0, 40)}”`;
  const isShown = (one) =>
    one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !one.closest("[inert], [aria-hidden=true], .visually-hidden, .skip") &&
    !(one.closest(".actions") && getComputedStyle(one).pointerEvents === "none");
  /** The nearest ancestor that scrolls sideways, or hides what is beyond it. */
  const clipOf = (one) => {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return at;
    return null;
  };
  const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const isOffScreen = (rect) =>
    rect.right <= 0 || rect.left >= innerWidth || rect.bottom <= 0 || rect.top >= innerHeight;

  /** The parts of two controls that overlap: a link in a text has a part on each of its lines. */
  const overlapping = (one, other) => {
    for (const a of one.getClientRects())
      for (const b of other.getClientRects()) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > TOUCH_PX && high > TOUCH_PX) return { a, b, wide, high };
      }
    return null;
  };

  const root = document.documentElement;
  if (root.scrollWidth > innerWidth + SLACK_PX) faults.push(`the page is ${root.scrollWidth} px wide`);
  const elements = [...document.body.querySelectorAll("*")].filter(isShown);
  const rects = new Map(elements.map((one) => [one, one.getBoundingClientRect()]));

  for (const one of elements) {
    const rect = rects.get(one);
    if (!rect.width || !rect.height || one.closest("svg") !== null) continue;
    const clip = clipOf(one);
    const frame = clip ? clip.getBoundingClientRect() : { left: 0, right: innerWidth };
    const isDrawer = one.closest("aside.side") && !document.body.classList.contains("menu-open") && rect.right <= 0;
    if (!isDrawer && !(clip && scrolls(clip)) && one.matches(`${CONTROLS}, h1, h2, h3, p, td, th, label, dt, dd`)) {
      const [left, right] = [Math.max(0, frame.left), Math.min(innerWidth, frame.right)];
      const cut = Math.max(left - rect.left, rect.right - right);
      const isEllipsis = clip && getComputedStyle(clip).textOverflow === "ellipsis";
      if (cut > SLACK_PX && !isEllipsis) faults.push(`${said(one)} is cut by ${Math.round(cut)} px`);
    }
    // reactions and readers react to touches beyond what is drawn
    if (
      one.matches("button, a.button, th, label, h1, h2, .chip, [role=tab]") &&
      !one.closest(".reactions, .seen") &&
      getComputedStyle(one).overflowX === "visible"
    ) {
      const over = one.scrollWidth - one.clientWidth;
      if (one.clientWidth && over > SLACK_PX + 1) faults.push(`the text of ${said(one)} is ${over} px too wide`);
    }
  }

  const controls = elements.filter((one) => one.matches(CONTROLS) && !one.closest(".emoji-picker"));
  const inSight = controls.filter((one) => rects.get(one).width && !isOffScreen(rects.get(one)));
  for (const one of inSight) {
    const rect = rects.get(one);
    if (one.matches("input[type=file], input[type=checkbox], input[type=radio]")) continue;
    if (rect.width < 8 || rect.height < 8) faults.push(`${said(one)} is ${rect.width} × ${rect.height} px`);
  }
  for (const [at, one] of inSight.entries())
    for (const other of inSight.slice(at + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      if (other.matches(".reveal") && other.closest(".input")?.contains(one)) continue; // in the padding of its field
      const pair = overlapping(one, other);
      if (!pair) continue;
      const { a, b, wide, high } = pair;
      // lists scroll below the bars above and under them: only what is drawn at that place counts
      const [x, y] = [Math.max(a.left, b.left) + wide / 2, Math.max(a.top, b.top) + high / 2];
      const drawn = document.elementsFromPoint(x, y);
      const layerOf = (control) => drawn.findIndex((found) => found === control || control.contains(found));
      if (layerOf(one) < 0 || layerOf(other) < 0 || layerOf(one) > layerOf(other) + 3) continue;
      const clips = [clipOf(one), clipOf(other)];
      if (clips[0] !== clips[1]) continue;
      faults.push(`${said(one)} and ${said(other)} overlap by ${Math.round(wide)} × ${Math.round(high)} px`);
    }
  return [...new Set(faults)];
})();
