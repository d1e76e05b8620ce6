// What the browser code finds around it, for the type check: NiceGUI's globals, and the loose types that Vue needs.

/** An element, or a part that it mixes in (in `parts/`). Vue binds `this` to all parts together, so its members are not known here. */
interface VuePart {
  [name: string]: any;
}

interface Window {
  /** The socket, once NiceGUI has built the page. */
  socket?: any;
  /** NiceGUI: the Vue component with this id. */
  getElement(id: number): any;
}
