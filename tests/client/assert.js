// What the tests of the client's modules use to compare values.
const plain = (_, value) => (value instanceof Set || value instanceof Map ? [...value] : value);
const shown = (value) => JSON.stringify(value, plain);

/** Fail unless both values have the same content. */
export const equal = (found, expected, about = "") => {
  if (shown(found) !== shown(expected)) throw new Error(`${about}: found ${shown(found)}, expected ${shown(expected)}`);
};
