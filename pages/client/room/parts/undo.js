// A part of Chat: restores a message deleted a moment ago, even after a reload.
import { thisWindow } from "../../storage.js";

const UNDO_MS = 10000;

const readUndoable = (person) => thisWindow.readJson(`undo:${person}`) ?? {};
const keep = (person, undoable) => thisWindow.writeJson(`undo:${person}`, undoable);

/** @type {VuePart} */
export const undo = {
  data() {
    return { undoable: {} };
  },
  created() {
    for (const [number, until] of Object.entries(readUndoable(this.me.id))) this.offerUndo(number, until);
  },
  methods: {
    /** A message was deleted, or restored. */
    letUndo(number, deleted) {
      this.offerUndo(number, deleted ? Date.now() + UNDO_MS : 0);
    },
    offerUndo(number, until) {
      this.undoable[number] = until;
      const end = () => {
        if (this.undoable[number] <= Date.now()) delete this.undoable[number];
      };
      if (until > Date.now()) setTimeout(end, until - Date.now() + 50);
      else end();
      keep(this.me.id, this.undoable);
    },
  },
};
