// Files that are dragged over a conversation, dropped into it or pasted.

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
// a file that misses the drop zone must not replace the page
for (const type of ["dragover", "drop"])
  addEventListener(type, (event) => {
    if (hasFiles(event)) event.preventDefault();
  });

/**
 * The files that were dropped or pasted, and whether there are folders among them, which cannot be read as files.
 * @param {DataTransfer | null} data
 */
const filesOf = (data) => {
  const items = [...(data?.items ?? [])].filter((item) => item.kind === "file"),
    isFolder = (item) => Boolean(item.webkitGetAsEntry?.()?.isDirectory);
  const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files: files.filter(Boolean), hasFolder: items.some(isFolder) };
};
/** Whether this text only names the files that were copied with it; cells of a table come with their picture. */
const namesFiles = (text, { files, hasFolder }) => hasFolder || files.every((file) => text.includes(file.name));

/**
 * Listen for files in `area`; returns a function that ends it.
 * @param {HTMLElement} area
 * @param {object} callbacks
 * @param {(isOver: boolean) => void} callbacks.drag files are dragged over the area, or no longer
 * @param {(files: File[], hasFolder: boolean) => void} callbacks.add
 * @param {(text: string, field: HTMLTextAreaElement) => boolean} callbacks.pasteText returns whether the text was taken
 */
export const listenForFiles = (area, { drag, add, pasteText }) => {
  let depth = 0; // of the elements that the pointer has entered
  const listeners = {
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
      const { files, hasFolder } = filesOf(event.dataTransfer);
      add(files, hasFolder);
    },
    paste(event) {
      const text = event.clipboardData?.getData("text/plain") ?? "",
        pasted = filesOf(event.clipboardData),
        { files, hasFolder } = pasted;
      const isOfFiles = (files.length || hasFolder) && (!text || namesFiles(text, pasted));
      if (isOfFiles) add(files, hasFolder);
      else if (!event.target.matches?.("textarea[data-formatted]") || !pasteText(text, event.target)) return;
      event.preventDefault();
    },
  };
  for (const [type, hear] of Object.entries(listeners)) area.addEventListener(type, hear);
  return () => Object.entries(listeners).forEach(([type, hear]) => area.removeEventListener(type, hear));
};
