// The profile picture: shown before it is saved, cropped to a square if the person wants, sent with its form.
import { toLogin } from "../connection/connection.js";
import { text } from "../i18n.js";

const STEP = 0.02;
const find = (query) => document.querySelector(query);
let crop = { left: 0.1, top: 0.1, size: 0.8 };

const parts = () => ({
  file: find("#avatar-file"),
  cropper: find("#cropper"),
  image: find("#cropper img"),
  box: find(".crop-box"),
  on: find("#crop-on"),
  name: find("#avatar-name"),
  size: find(".crop-size"),
  range: find(".crop-size input"),
  error: find("#avatar-error"),
});
/** The square's side and position as fractions of width and height; `size` is a fraction of the shorter side. */
const square = () => {
  const { image } = parts();
  const side = crop.size * Math.min(image.naturalWidth, image.naturalHeight);
  const width = side / image.naturalWidth,
    height = side / image.naturalHeight;
  crop.left = Math.min(Math.max(crop.left, 0), 1 - width);
  crop.top = Math.min(Math.max(crop.top, 0), 1 - height);
  return { left: crop.left, top: crop.top, width, height };
};
const draw = () => {
  const { box, on, size } = parts();
  box.hidden = size.hidden = !on.checked;
  if (!on.checked) return;
  for (const [name, value] of Object.entries(square())) box.style[name] = `${value * 100}%`;
};
const chosen = () => {
  const { file, cropper, image, on, error, name } = parts();
  error.textContent = "";
  name.textContent = file.files[0]?.name ?? "";
  if (image.src) URL.revokeObjectURL(image.src);
  on.checked = false;
  cropper.hidden = true;
  if (!file.files[0]) return;
  image.onload = () => {
    crop = { left: 0.1, top: 0.1, size: 0.8 };
    cropper.hidden = false;
    draw();
  };
  image.onerror = () => (error.textContent = text("avatar_unreadable"));
  image.src = URL.createObjectURL(file.files[0]);
};
const drag = (event) => {
  const { box, image } = parts(),
    from = { ...crop };
  const move = (now) => {
    crop.left = from.left + (now.clientX - event.clientX) / image.clientWidth;
    crop.top = from.top + (now.clientY - event.clientY) / image.clientHeight;
    draw();
  };
  box.setPointerCapture(event.pointerId);
  box.addEventListener("pointermove", move);
  box.addEventListener("pointerup", () => box.removeEventListener("pointermove", move), { once: true });
};
const step = (event) => {
  const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
  if (!by) return;
  event.preventDefault();
  crop.left += by[0];
  crop.top += by[1];
  draw();
};
document.addEventListener("change", (/** @type {any} */ event) => {
  if (event.target.id === "avatar-file") chosen();
  else if (event.target.id === "crop-on") draw();
});
document.addEventListener("input", (/** @type {any} */ event) => {
  if (event.target.matches(".crop-size input")) {
    crop.size = event.target.value / 100;
    draw();
  }
});
document.addEventListener("pointerdown", (/** @type {any} */ event) => {
  if (event.target.matches(".crop-box")) drag(event);
});
document.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.target.matches?.(".crop-box")) step(event);
});

const ask = async (method, body) => {
  const { error } = parts();
  error.textContent = "";
  try {
    const answer = await fetch("/avatars", { method, body, headers: { accept: "application/json" } });
    if (answer.ok) return true;
    if (answer.status === 401) return toLogin();
    error.textContent = (await answer.json()).error;
  } catch {
    error.textContent = text("avatar_failed");
  }
  return false;
};

export const avatarForm = {
  /** Send the chosen picture, if there is one; true if nothing was refused. */
  async save() {
    const { file, image, on } = parts();
    if (!file.files[0]) return true;
    const form = new FormData();
    if (on.checked) {
      const { left, top } = square();
      form.append("left", String(Math.round(left * image.naturalWidth)));
      form.append("top", String(Math.round(top * image.naturalHeight)));
      form.append("size", String(Math.floor(crop.size * Math.min(image.naturalWidth, image.naturalHeight))));
    }
    form.append("avatar", file.files[0]);
    const taken = await ask("POST", form);
    if (taken) {
      file.value = "";
      chosen();
    }
    return Boolean(taken);
  },
  async remove() {
    return Boolean(await ask("DELETE"));
  },
};
