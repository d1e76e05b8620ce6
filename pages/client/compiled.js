// Gives the elements the render functions that were made from their templates; the server leaves the templates out.
import { RENDER } from "./built.js";
import { ELEMENTS } from "./elements.js";

const use = (name, part) => {
  part.render = RENDER[name];
  for (const [inner, one] of Object.entries(part.components ?? {})) use(inner, one);
};

for (const [name, part] of Object.entries(ELEMENTS)) use(name, part);
