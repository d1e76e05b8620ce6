// The commands of the switcher. Each has an address to open or to post to, a request, a theme, or shows the shortcuts.
import { text } from "../i18n.js";

export const commands = (isAdmin) => [
  { name: text("page_rooms"), href: "/rooms" },
  { name: text("page_users"), href: "/users" },
  { name: text("page_profile"), href: "/profile" },
  { name: text("page_search"), href: "/search" },
  { name: text("mark_all_read"), ask: "read_all" },
  { name: text("theme_light"), theme: "light" },
  { name: text("theme_dark"), theme: "dark" },
  { name: text("theme_system"), theme: "system" },
  { name: text("shortcuts"), help: true },
  { name: text("log_out"), post: "/logout" },
  ...(isAdmin ? [{ name: text("page_admin"), href: "/admin" }] : []),
];
