// Any order of edits, sends and lost connections in several windows ends in one draft with every word.
import { equal } from "/tests/assert.js";
import { DraftWorld, STEPS } from "./draft_world.js";

const WALKS = 1000,
  LENGTH = 40;

/** Numbers that look random and are the same every time (mulberry32). */
const randomNumbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
const walk = (seed, windows, steps) => {
  const random = randomNumbers(seed),
    pick = (count) => Math.floor(random() * count);
  return Array.from({ length: LENGTH }, () => [steps[pick(steps.length)], pick(windows)]);
};
/** What goes wrong after these steps; null if nothing does. */
const trouble = async (browsers, steps) => {
  const world = new DraftWorld(browsers);
  try {
    for (const [name, window] of steps) await world.step(name, window);
    const texts = await world.rest();
    if (new Set(texts).size > 1) return `different texts: ${JSON.stringify(texts)}`;
    const lost = [...world.kept].filter((word) => !texts[0].includes(word));
    return lost.length ? `lost ${lost} in ${JSON.stringify(texts[0])}` : null;
  } catch (error) {
    return String(error);
  }
};
/** Leave out steps as long as something still goes wrong. */
const shrunk = async (browsers, steps) => {
  for (let at = 0; at < steps.length; at++) {
    const fewer = steps.toSpliced(at, 1);
    if (await trouble(browsers, fewer)) return shrunk(browsers, fewer);
  }
  return steps;
};
const checkWalks = async (browsers, steps) => {
  const windows = browsers.reduce((sum, count) => sum + count);
  for (let seed = 1; seed <= WALKS; seed++) {
    const taken = walk(seed, windows, steps);
    if (!(await trouble(browsers, taken))) continue;
    const least = await shrunk(browsers, taken);
    throw new Error(`${JSON.stringify(least)}: ${await trouble(browsers, least)}`);
  }
};

export async function test_two_windows_of_one_browser_converge_and_lose_nothing() {
  await checkWalks([2], STEPS);
}
export async function test_two_devices_converge_and_lose_nothing() {
  await checkWalks([1, 1], STEPS);
}
export async function test_a_phone_and_two_windows_converge_and_lose_nothing() {
  await checkWalks([1, 2], STEPS);
}

/** Unless the page is reloaded: it knows only the latest of several texts that were never answered. */
export async function test_the_words_of_a_sent_message_do_not_come_back() {
  const steps = STEPS.filter((name) => name !== "reload");
  for (let seed = 1; seed <= WALKS; seed++) {
    const world = new DraftWorld([1]);
    for (const [name] of walk(seed, 1, steps)) await world.step(name, 0);
    const [text] = await world.rest();
    const words = text.match(/<\d+>/g) ?? [];
    equal(new Set(words), world.kept, `walk ${seed}: ${text}`);
  }
}
