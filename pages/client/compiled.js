// Compiles the templates of the page's elements while this module loads. Vue would do it when NiceGUI mounts the page,
// which is the longest task of a page load already.
import { Chat } from "./room/chat.js";
import { Sidebar } from "./sidebar/sidebar.js";

/** @param {VuePart} part */
const compile = (part) => {
  part.render ??= Vue.compile(part.template);
  Object.values(part.components ?? {}).forEach(compile);
};

compile(Sidebar);
if (document.getElementById("opened-room")) compile(Chat);
