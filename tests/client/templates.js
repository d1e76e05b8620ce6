// The templates of Vue's elements, for tests/templates.py.
import { ELEMENTS } from "/client/elements.js";

const templatesOf = (name, part) => [
  [name, part.template],
  ...Object.entries(part.components ?? {}).flatMap(([inner, one]) => templatesOf(inner, one)),
];

export function templates() {
  return Object.fromEntries(Object.entries(ELEMENTS).flatMap(([name, part]) => templatesOf(name, part)));
}
