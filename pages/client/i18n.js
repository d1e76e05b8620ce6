// The reader's language: its texts with placeholders and counts, and the locale for dates and numbers.
import { TEXTS } from "./given.js";

const lang = document.documentElement.lang || "en";

/** The reader's own variant of the page's language (en-GB on an English page), for dates and times. */
export const locale = navigator.languages.find((language) => language.split("-")[0] === lang) ?? lang;

const plural = new Intl.PluralRules(locale);

/** Fill the placeholders of a text. Values go in unchanged: "$&" or "{nick}" in a name has no special meaning. */
export const fillIn = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? (values[name] ?? "") : place));

/** A number as a badge shows it. */
export const shownCount = (number) => (number > 999 ? "999+" : number);

/** The plural form of a text for a count; the server sends the CLDR forms one, few and many. */
export const formFor = (forms, number) => forms[plural.select(number)] ?? forms.many;

/** The text with this key (see pages/texts), with these values for its placeholders; empty if there is none. */
export const text = (key, values = {}) => fillIn(TEXTS[key] ?? "", values);

/** The same for a text that counts. `values` may have another `count` to show than the number. */
export const ntext = (key, number, values = {}) =>
  fillIn(formFor(TEXTS[key] ?? { many: "" }, number), { count: number, ...values });
