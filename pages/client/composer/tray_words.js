// What the tray says about each of its files.
import { locale, text } from "../i18n.js";

const percent = new Intl.NumberFormat(locale, { style: "percent" });

export const stageOf = ({ queued, processing, progress }) => {
  if (queued) return text("queued");
  return processing ? text("processing") : percent.format(progress);
};

/** Whether the server does not show this picture: its type is a picture, but its kind is a plain file. */
export const isTooCostly = ({ state, kind, type }) => state === "up" && kind === "file" && type.startsWith("image/");

export const labelOf = ({ state, name }) =>
  state === "waiting" ? text("cancel_file", { name }) : text("remove_file", { name });
