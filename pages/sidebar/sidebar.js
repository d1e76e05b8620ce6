// NiceGUI's way to the sidebar, which is in pages/client/sidebar/sidebar.js.
export { Sidebar as default } from "messenger";
