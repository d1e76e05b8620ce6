// What a file shows: its size as text, its extension, its address.
import { SERVER_DATA } from "../given.js";
import { locale, text } from "../i18n.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

export const sizeOf = (bytes) => {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 3);
  const digits = step > 1 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step ? "short" : "long",
    maximumFractionDigits: digits,
  }).format(bytes / 1024 ** step);
};
export const endingOf = (name) => (name.match(/\.([\p{L}\p{N}]{1,4})$/u)?.[1] ?? "").toUpperCase();
/** The address of a file on the server, with its name for people; undefined while it is still being uploaded. */
export const addressOf = ({ id, name }, view = "") =>
  id ? `/files/${id}/${encodeURIComponent(name.replaceAll("/", "_"))}${view && `?view=${view}`}` : undefined;

/** The largest original that the viewer loads by itself. */
export const ORIGINAL_BYTES = 10_000_000;
// these may be animated, or are chosen for sharp writing; the browser shows them itself, and upright, unlike WebP
const SHOWN_AS_THEY_ARE = new Set(["image/gif", "image/avif", "image/png", "image/apng"]);
/** The address of what the viewer shows of a picture: a copy, or the original where that would be worse. */
export const viewerAddressOf = (file) =>
  addressOf(file, SHOWN_AS_THEY_ARE.has(file.type) && file.size <= ORIGINAL_BYTES ? "" : "large");

const PICTURE_NAME = /\.(?:png|jpe?g|gif|webp|avif)$/i;
/** Whether this plain file has the name of a picture, but the server cannot read it as one. */
export const isDamaged = ({ kind, type, name }) =>
  kind === "file" && !type.startsWith("image/") && PICTURE_NAME.test(name);

/**
 * Why a message shows a picture as a plain file; "" for other files.
 * @param {{ id?: number, kind: string, type: string, name: string, size: number, width: number, height: number }} file
 */
export const whyNoPreview = ({ id, kind, type, name, size, width, height }) => {
  if (id && isDamaged({ kind, type, name })) return text("damaged");
  if (!id || kind !== "file" || !type.startsWith("image/")) return "";
  const pixels = (width * height) / 1_000_000,
    limit = SERVER_DATA.megapixels[type];
  if (size > SERVER_DATA.previewBytes) return text("too_many_bytes", { limit: sizeOf(SERVER_DATA.previewBytes) });
  if (!pixels) return text("too_slow");
  if (pixels > limit) return text("too_many_pixels", { limit });
  return text("too_much_memory", { number: Math.round(pixels) });
};

const SINGLE = { width: 420, height: 320 },
  ROW_PX = 150,
  LEAST_PX = 56;

/** The size of a picture's box before it loads, so that nothing moves when it appears; `several` stand in a row. */
export const boxOf = ({ width, height }, several) => {
  const ratio = Math.min(Math.max(width / height, 0.4), 4),
    high = several ? ROW_PX : Math.min(height, SINGLE.height, SINGLE.width / ratio),
    wide = Math.max(high * ratio, LEAST_PX);
  const boxWide = Math.round(several ? Math.min(wide, 2 * ROW_PX) : wide),
    boxHigh = Math.round(Math.max(high, LEAST_PX));
  return { "--wide": `${boxWide}px`, aspectRatio: `${boxWide} / ${boxHigh}` };
};
