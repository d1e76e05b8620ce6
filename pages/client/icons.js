// The icons: paths in a box of 24 × 24, drawn with lines. Python reads this list too (pages/components/icons.py).
export const ICONS = {
  // around the page
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M4.2 12h1.6M11.2 12h1.6M18.2 12h1.6",
  close: "M6 6l12 12M18 6 6 18",
  chevron: "M6 9l6 6 6-6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4",
  fold: "M8 10l4 4 4-4",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  command: "M9 6l6 6-6 6",
  back: "M15 6l-6 6 6 6",
  panel: "M4 5h16v14H4zM15 5v14",
  go: "M5 12h14M13 6l6 6-6 6",
  rooms: "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16",
  users: `M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6
    M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3 2.8 3 5.5`,
  message: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
  profile: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 20c0-3.9 3-6.5 7-6.5s7 2.6 7 6.5",
  admin: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  log_out: "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 16l-4-4 4-4M6 12h9",
  lock: "M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3",
  bell: "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.7 5.7l12.6 12.6",
  card: `M3 5h18v14H3zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4M5.5 16c.5-1.6 1.6-2.4 3-2.4s2.5.8 3 2.4
    M14.5 10H18M14.5 13.5H17`,
  check: "M5 12.5 9.5 17 19 7.5",
  date: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  note: "M6 4h12v16H6zM9 9h6M9 13h6",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  light: `M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4
    M5.6 18.4 7 17M17 7l1.4-1.4`,
  dark: "M19.5 14.5a8 8 0 1 1-10-10 6.5 6.5 0 0 0 10 10",
  muted: "M6 9.5a6 6 0 0 1 9.5-4.8M18 10v2c0 2 1 3.5 2 5H8M6 9.5V12c0 2-1 3.5-2 5M10 20.5h4M4 4l16 16",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  // what one can do with a message
  react: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5",
  reply: "M9 7 4 12l5 5M4 12h9c4 0 7 2 7 6",
  edit: "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
  delete: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  copy_link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  copy_text: "M9 9h11v11H9zM5 15H4V4h11v1",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  unpin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6M4 4l16 16",
  mark_unread: "M4 6h16v12H4zM4 7l8 6 8-6",
  // the composer
  plus: "M12 5v14M5 12h14",
  camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7",
  formatting: "M4 18 8.5 6h1L14 18M5.5 14h7M17 10v8M17 13a2.5 2.5 0 1 1 0 4",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M11 5h7M6 19h7M14.5 5l-5 14",
  strike: `M4 12h16M16.5 8.5C16 6.3 14.5 5 12 5 9.3 5 7.5 6.3 7.5 8.4c0 1.5.8 2.7 2.5 3.6
    M7.3 15.5C7.7 17.7 9.5 19 12 19c2.8 0 4.6-1.4 4.6-3.6 0-.5-.1-1-.3-1.4`,
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  code: "M8.5 8l-4 4 4 4M15.5 8l4 4-4 4",
  code_block: "M4 5h16v14H4zM10 9.5 7.5 12l2.5 2.5M14 9.5l2.5 2.5-2.5 2.5",
  quote: "M5 6v12M10 8h9M10 12h9M10 16h6",
  list: "M10 7h9M10 12h9M10 17h9M5.5 7v.01M5.5 12v.01M5.5 17v.01",
};

/** An icon as HTML. It says nothing to screen readers: the control around it has a name. */
export const iconHtml = (name) =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
