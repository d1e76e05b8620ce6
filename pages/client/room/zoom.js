// Zooms into one picture and moves it: by click or double tap, wheel, pinch and drag.
const MAX_SCALE = 8, // more if the pixels of a long picture need it
  LEAST_STEP = 2.5, // a click zooms in at least this much
  WHEEL_FACTOR = 1.0015,
  DRAG_PX = 4;

/** How far a picture may be moved so that it does not leave its frame. */
const limit = (offset, size, frame) => {
  const most = Math.max(0, (size - frame) / 2);
  return Math.min(most, Math.max(-most, offset));
};
/** @param {any[]} pointers two of them */
const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const middle = (pointers) => ({
  clientX: pointers.reduce((sum, { clientX }) => sum + clientX, 0) / pointers.length,
  clientY: pointers.reduce((sum, { clientY }) => sum + clientY, 0) / pointers.length,
});

/**
 * Make `image` zoomable inside `frame`. `onZoom` is called when it is shown larger than it fits. Returns `reset`, for
 * the next picture, `isZoomed`, and `by`.
 * @param {HTMLImageElement} image
 * @param {HTMLElement} frame
 * @param {() => void} onZoom
 */
export const zoomable = (image, frame, onZoom) => {
  const pointers = new Map();
  let scale = 1,
    [x, y] = [0, 0],
    hasMoved = false,
    isOnImage = false,
    pinched = 0;

  const draw = () => {
    x = limit(x, image.offsetWidth * scale, frame.clientWidth);
    y = limit(y, image.offsetHeight * scale, frame.clientHeight);
    image.style.transform = scale > 1 ? `translate(${x}px, ${y}px) scale(${scale})` : "";
    frame.classList.toggle("zoomed", scale > 1);
  };
  /** The scale at which a pixel of the picture is one of the screen, or more if that is hardly larger. */
  const fullScale = () => {
    const actual = image.naturalWidth / devicePixelRatio / (image.offsetWidth || 1);
    return actual > LEAST_STEP ? actual : LEAST_STEP;
  };
  /** Zoom so that the point under the pointer stays where it is. */
  const zoomTo = (next, { clientX, clientY }) => {
    const { left, top, width, height } = frame.getBoundingClientRect(),
      [fromX, fromY] = [clientX - left - width / 2, clientY - top - height / 2],
      to = Math.min(Math.max(MAX_SCALE, 2 * fullScale()), Math.max(1, next));
    x = fromX - ((fromX - x) * to) / scale;
    y = fromY - ((fromY - y) * to) / scale;
    if (scale === 1 && to > 1) onZoom();
    scale = to;
    draw();
  };
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomTo(scale * WHEEL_FACTOR ** -event.deltaY, event);
  });
  frame.addEventListener("pointerdown", (event) => {
    isOnImage = event.target === image;
    if (!isOnImage && event.pointerType !== "touch") return; // fingers may pinch beside a narrow picture
    if (isOnImage) event.preventDefault();
    pointers.set(event.pointerId, event);
    hasMoved &&= pointers.size > 1;
    pinched = pointers.size === 2 ? distance([...pointers.values()]) / scale : 0;
    (isOnImage ? image : frame).setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (pointers.size === 1 && !hasMoved && Math.hypot(dx, dy) < DRAG_PX) return;
    hasMoved = true;
    pointers.set(event.pointerId, event);
    if (pinched) return zoomTo(distance([...pointers.values()]) / pinched, middle([...pointers.values()]));
    [x, y] = [x + dx, y + dy];
    draw();
  });
  const release = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    pinched = 0;
    const isTap = event.type === "pointerup" && isOnImage && !hasMoved && !pointers.size;
    if (isTap) zoomTo(scale > 1 ? 1 : fullScale(), event);
  };
  frame.addEventListener("pointerup", release);
  frame.addEventListener("pointercancel", release);
  return {
    reset() {
      [scale, x, y] = [1, 0, 0];
      draw();
    },
    isZoomed: () => scale > 1,
    /** Zoom around the middle; 0 shows the whole picture again. */
    by(factor) {
      const { left, top, width, height } = frame.getBoundingClientRect();
      zoomTo(scale * factor, { clientX: left + width / 2, clientY: top + height / 2 });
    },
  };
};
