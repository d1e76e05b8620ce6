// Lets a Python test ask which names fit.
import { fuzzyMatch } from "/client/switcher/fuzzy_match.js";

export const fits = (cases) => cases.map(([typed, name]) => fuzzyMatch.score(fuzzyMatch.ready(name), typed) > 0);
