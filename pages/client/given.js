// A placeholder: when the server joins the browser code, pages/client_module.py replaces this file by one with values.

/** @type {Record<string, string | Record<string, string>>} by key, in the reader's language; see pages/texts */
export const TEXTS = {};

/**
 * @type {{ emojiPicker?: string, emojiTexts?: string, emojiData?: string, icon?: string, chime?: string,
 *   countedKinds?: string[], previewBytes?: number, megapixels?: Record<string, number> }} addresses of static files,
 *   the icon as SVG, the kinds of messages that can be unread, and the limits for a preview of a picture, by its type
 */
export const SERVER_DATA = {};
