// The reader's language: texts with placeholders and counts, and the locale for dates and numbers.
const lang = document.documentElement.lang || "en";

/** The reader's own variant of the page's language (en-GB on an English page), for dates and times. */
export const locale = navigator.languages.find((one) => one.split("-")[0] === lang) ?? lang;

const plural = new Intl.PluralRules(locale);

/** Fill the placeholders of a text. Values go in unchanged: "$&" or "{nick}" in a name has no special meaning. */
export const filled = (text, values) =>
  text.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? (values[name] ?? "") : place));

/** A number as a badge shows it. */
export const shownCount = (number) => (number > 999 ? "999+" : number);

/** Fill a text with a count. The server sends the text in the CLDR plural forms one, few and many. */
export const counted = (forms, number, shown = number) =>
  filled(forms[plural.select(number)] ?? forms.many, { count: shown });
