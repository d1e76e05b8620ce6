// What the tray says about each of its files.
import { locale, text } from "../i18n.js";
import { isDamaged } from "../room/file_facts.js";

const percent = new Intl.NumberFormat(locale, { style: "percent" });

export const stageOf = ({ queued, processing, progress }) => {
  if (queued) return text("queued");
  return processing ? text("processing") : percent.format(progress);
};

/** Why the server shows a file that is up as a plain one although it is a picture, or is called one; "" for others. */
export const lackOf = (file) => {
  if (file.state !== "up" || file.kind !== "file") return "";
  if (file.type.startsWith("image/")) return text("too_costly");
  return isDamaged(file) ? text("damaged") : "";
};

export const labelOf = ({ state, name }) =>
  state === "waiting" ? text("cancel_file", { name }) : text("remove_file", { name });

const HOPELESS = new Set(["too_large", "empty_file"]); // refusals that a second try does not change

/** Whether a second try may help a file that was refused. */
export const mayRetry = ({ state, code }) => state === "failed" && !HOPELESS.has(code);
