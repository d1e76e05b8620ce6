// Delays that can be cut short: `const { pause, wake } = cancellableDelay()`.
export const cancellableDelay = () => {
  let end = null;
  const pause = (milliseconds) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return { pause, wake: () => end?.() };
};
