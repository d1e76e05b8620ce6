// What the server gives the browser code when it joins it (pages/client_module.py): nothing in this file as it is.

/** @type {Record<string, string | Record<string, string>>} by key, in the reader's language; see pages/texts */
export const TEXTS = {};

/**
 * @type {{ emojiPicker?: string, emojiTexts?: string, emojiData?: string, icon?: string, chime?: string,
 *   countedKinds?: string[], previewBytes?: number, megapixels?: Record<string, number> }} addresses of static files,
 *   the icon as SVG, the kinds of messages that can be unread, and the limits for a preview of a picture, by its type
 */
export const FACTS = {};
