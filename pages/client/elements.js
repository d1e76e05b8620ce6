// The elements that NiceGUI mounts, by name; those inside are their `components`.
import { Chat } from "./room/chat.js";
import { PeopleSelect } from "./people/people_select.js";
import { Sidebar } from "./sidebar/sidebar.js";

/** @type {Record<string, VuePart>} */
export const ELEMENTS = { Chat, PeopleSelect, Sidebar };
