// Reads templates as JSON, {name: template}, and writes the code of their render functions as JSON, {name: code}.
// The packages are in the working directory.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { compile } = createRequire(`${process.cwd()}/`)("@vue/compiler-dom");
const options = { prefixIdentifiers: true, hoistStatic: true, cacheHandlers: true };
const compiled = Object.entries(JSON.parse(readFileSync(0, "utf8"))).map(([name, template]) => [
  name,
  compile(template, options).code,
]);
process.stdout.write(JSON.stringify(Object.fromEntries(compiled)));
