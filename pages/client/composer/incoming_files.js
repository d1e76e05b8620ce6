// Files that are dragged over a conversation, dropped into it or pasted.

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
// a file that misses the drop zone must not replace the page
for (const type of ["dragover", "drop"])
  addEventListener(type, (event) => {
    if (hasFiles(event)) event.preventDefault();
  });

/** The files of the clipboard, unless it also has text (cells of a table) that is not their names. */
const pastedFiles = ({ files, text }) =>
  !text || files.every((file) => text.includes(file.name)) ? files : [];

/** The files that were dropped, without folders. */
const droppedFiles = (event) => {
  const items = [...(event.dataTransfer.items ?? [])].filter(
    (item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory,
  );
  return items.map((item) => item.getAsFile()).filter(Boolean);
};

/**
 * Listen for files in `place`; returns a function that ends it.
 * @param {HTMLElement} place
 * @param {object} told
 * @param {(isOver: boolean) => void} told.drag files are dragged over the place, or no longer
 * @param {(files: File[]) => void} told.add
 * @param {(text: string, field: HTMLTextAreaElement) => boolean} told.pasteText returns whether the text was taken
 */
export const listenForFiles = (place, { drag, add, pasteText }) => {
  let depth = 0; // of the elements that the pointer has entered
  const heard = {
    dragenter(event) {
      if (!hasFiles(event)) return;
      depth++;
      drag(true);
    },
    dragleave(event) {
      if (!hasFiles(event) || --depth > 0) return;
      depth = 0;
      drag(false);
    },
    drop(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      drag(false);
      add(droppedFiles(event));
    },
    paste(event) {
      const text = event.clipboardData?.getData("text/plain") ?? "",
        files = pastedFiles({ files: [...(event.clipboardData?.files ?? [])], text });
      if (files.length) add(files);
      else if (!event.target.matches?.("textarea[data-formatted]") || !pasteText(text, event.target)) return;
      event.preventDefault();
    },
  };
  for (const [type, hear] of Object.entries(heard)) place.addEventListener(type, hear);
  return () => Object.entries(heard).forEach(([type, hear]) => place.removeEventListener(type, hear));
};
