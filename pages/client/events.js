// Events inside this page: those that the server pushes, by the name of their class, and our own.
const listeners = new Map();

/** Call `listener` with each event of a type; returns a function that ends this. */
export const on = (type, listener) => {
  if (!listeners.has(type)) listeners.set(type, new Set());
  listeners.get(type).add(listener);
  return () => listeners.get(type).delete(listener);
};

/** Pass an event to its listeners. A listener that fails does not keep the others from it. */
export const publish = (type, event) => {
  for (const listener of [...(listeners.get(type) ?? [])]) {
    try {
      listener(event);
    } catch (error) {
      console.error(error);
    }
  }
};
