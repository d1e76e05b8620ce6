// Keys, with which the server recognises a message or a file that it receives twice.

/** Make a key of 32 hexadecimal digits. Over plain http, browsers have no randomUUID. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
