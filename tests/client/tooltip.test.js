// When tooltips are shown, what they say, and that they leave the titles as they were.
import { equal } from "/tests/assert.js";
import { titleOf } from "/client/shell/tooltip.js";

const REST_MS = 350;
const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS));
const button = (title) => {
  const made = Object.assign(document.createElement("button"), { title, textContent: "x" });
  document.body.append(made);
  return made;
};
const point = (element, type = "pointerover", pointerType = "mouse") =>
  element.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType }));
const shown = () => {
  const tip = /** @type {HTMLElement | null} */ (document.querySelector(".tooltip"));
  return tip && [tip.dataset.name, tip.dataset.keys];
};

export async function test_a_control_under_the_pointer_says_its_name_and_its_keys() {
  const bold = button("Bold (Ctrl+B)"),
    plain = button("Nick (Anna)");
  point(bold);
  equal(shown(), null);
  await rest();
  equal([shown(), bold.title, titleOf(bold)], [["Bold", "Ctrl+B"], "", "Bold (Ctrl+B)"]);
  point(plain);
  await rest();
  equal([shown(), bold.title, plain.title], [["Nick (Anna)", ""], "Bold (Ctrl+B)", ""]);
  point(document.body);
  equal([shown(), plain.title], [null, "Nick (Anna)"]);
}

export async function test_a_pressed_control_and_one_that_is_touched_have_none() {
  const made = button("Send");
  point(made);
  point(made, "pointerdown");
  point(made);
  await rest();
  equal(shown(), null);
  point(document.body);
  point(made, "pointerover", "touch");
  await rest();
  equal([shown(), made.title], [null, "Send"]);
}

export async function test_a_title_that_was_removed_meanwhile_does_not_come_back() {
  const made = button("Do not disturb");
  point(made);
  await rest();
  made.removeAttribute("title");
  point(document.body);
  equal([shown(), made.hasAttribute("title")], [null, false]);
}
