// What the header of a WebP says (RFC 9649) that browsers do not act on: they show it as stored, not upright.
export const HEAD_BYTES = 30;
const FIRST_CHUNK = 12,
  FLAGS = 20,
  [HAS_FRAMES, HAS_EXIF] = [0x02, 0x08],
  EXIF_START = "Exif\0\0",
  ORIENTATION = 0x0112;
// canvas transforms that show a picture upright, by orientation (EXIF 2.32, 4.6.5.1.6), for its stored width and height
const TURNS = {
  2: (wide) => [-1, 0, 0, 1, wide, 0],
  3: (wide, high) => [-1, 0, 0, -1, wide, high],
  4: (_wide, high) => [1, 0, 0, -1, 0, high],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_wide, high) => [0, 1, -1, 0, high, 0],
  7: (wide, high) => [0, -1, -1, 0, high, wide],
  8: (wide) => [0, -1, 1, 0, 0, wide],
};

/** @param {DataView} view */
const ascii = (view, at, length) => String.fromCharCode(...new Uint8Array(view.buffer, at, length));

/** The flags of an extended WebP; 0 for any other file. */
const flagsOf = (view) =>
  view.byteLength >= HEAD_BYTES && ascii(view, 8, 8) === "WEBPVP8X" ? view.getUint8(FLAGS) : 0;

/**
 * Whether a WebP is animated.
 * @param {ArrayBuffer} head its first HEAD_BYTES or more
 */
export const isAnimated = (head) => Boolean(flagsOf(new DataView(head)) & HAS_FRAMES);

/** The orientation in EXIF metadata that begins at `at`; 1 if there is none. */
const orientationAt = (view, at) => {
  const start = ascii(view, at, EXIF_START.length) === EXIF_START ? at + EXIF_START.length : at,
    isLittle = ascii(view, start, 2) === "II",
    first = start + view.getUint32(start + 4, isLittle),
    count = view.getUint16(first, isLittle);
  for (let entry = first + 2; entry < first + 2 + 12 * count; entry += 12)
    if (view.getUint16(entry, isLittle) === ORIENTATION) return view.getUint16(entry + 8, isLittle);
  return 1;
};

/**
 * How a WebP is turned, 1 to 8; 1, upright, also for any other file and for damaged metadata.
 * @param {ArrayBuffer} bytes
 */
export const orientationOf = (bytes) => {
  const view = new DataView(bytes);
  if (!(flagsOf(view) & HAS_EXIF)) return 1;
  try {
    for (let at = FIRST_CHUNK; at < view.byteLength;) {
      if (ascii(view, at, 4) === "EXIF") return orientationAt(view, at + 8);
      const size = view.getUint32(at + 4, true);
      at += 8 + size + (size % 2);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
};

/**
 * The file itself, or the upright picture if it is a turned WebP.
 * @param {Blob} content
 */
export const upright = async (content) => {
  if (content.type !== "image/webp") return content;
  try {
    const turn = TURNS[orientationOf(await content.arrayBuffer())];
    if (!turn) return content;
    const bitmap = await createImageBitmap(content, { imageOrientation: "none" }),
      isLying = !turn(0, 0)[0], // width and height change places
      canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = isLying ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
    const context = canvas.getContext("2d");
    context.setTransform(...turn(bitmap.width, bitmap.height));
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? content), "image/webp", 0.9));
  } catch {
    return content; // not a picture, or too large for this browser
  }
};
