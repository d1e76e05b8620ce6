// Compiles the templates of the page's elements while this module loads. Vue would do it when NiceGUI mounts the page,
// which is the longest task of a page load already.
import { Room } from "./room/room.js";
import { Sidebar } from "./sidebar/sidebar.js";

const compile = (/** @type {VuePart} */ part) => {
  part.render ??= Vue.compile(part.template);
  Object.values(part.components ?? {}).forEach(compile);
};

compile(Sidebar);
if (document.getElementById("opened-room")) compile(Room);
