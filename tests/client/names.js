// Lets a Python test ask how well names fit.
import { nameMatch } from "/client/people/name_match.js";

export const ranks = (cases) =>
  cases.map(([typed, name]) => nameMatch.patternOf(typed).rank([nameMatch.formsOf(name)]));
