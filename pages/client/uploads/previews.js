// Previews of local files: a URL that the browser can show, and the size of a picture.
import { upright } from "../webp.js";

const SHOWN_MAX = 60;
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);
const urls = new Map();

/** The size of a picture in pixels, {width, height}; zeros for anything else. */
const sizeOf = (content) =>
  new Promise((resolve) => {
    if (!PICTURES.has(content.type)) return resolve({ width: 0, height: 0 });
    const image = new Image(),
      url = URL.createObjectURL(content);
    const end = (width, height) => {
      URL.revokeObjectURL(url);
      resolve({ width, height });
    };
    image.onload = () => end(image.naturalWidth, image.naturalHeight);
    image.onerror = () => end(0, 0);
    image.src = url;
  });
const kindOf = (type, width) =>
  width ? "picture" : (["audio", "video"].find((kind) => type.startsWith(`${kind}/`)) ?? "file");

/** What the browser knows about a file: {name, size, type, kind, width, height}. */
export const describeFile = async (content) => {
  const { name, size, type } = content,
    sides = await sizeOf(await upright(content));
  return { name: name || "file", size, type, kind: kindOf(type, sides.width), ...sides };
};

/** Give the file `key` a URL for as long as this page is open. */
export const showPreview = (key, content) => {
  if (urls.has(key)) return;
  while (urls.size >= SHOWN_MAX) {
    const oldest = urls.values().next().value;
    URL.revokeObjectURL(oldest);
    for (const [name, url] of urls) if (url === oldest) urls.delete(name);
  }
  urls.set(key, URL.createObjectURL(content));
};
/** Let the file be found by another name as well. */
export const namePreview = (key, other) => urls.has(key) && urls.set(other, urls.get(key));
export const hasPreview = (key) => urls.has(key);
/** The URL of a file that is or was on this device; undefined for others. */
export const previewOf = (key) => urls.get(key);
