// Assertions for the tests of the browser's modules.

/** The same value with the keys of its objects in order, without those that are undefined. */
const ordered = (value) => {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Map || value instanceof Set) return ordered([...value]);
  if (value === null || typeof value !== "object") return value;
  const names = Object.keys(value)
    .sort()
    .filter((name) => value[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, ordered(value[name])]));
};

/** Fail unless both have the same content. */
export const equal = (actual, expected, what = "value") => {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(ordered(value)));
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`);
};

/** Fail unless it holds. */
export const holds = (condition, what = "condition") => {
  if (!condition) throw new Error(`${what} does not hold`);
};

/** Fail unless the promise is rejected; returns the reason. */
export const rejects = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise was not rejected");
};
