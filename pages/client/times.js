// Times as people say them: "2 minutes ago", "yesterday", the next morning.
const MINUTE_MS = 60_000,
  HOUR_MS = 60 * MINUTE_MS,
  DAY_MS = 24 * HOUR_MS;
const MORNING_HOUR = 8,
  NIGHT_ENDS_HOUR = 5;
const RELATIVE_DAYS = 6,
  THIS_YEAR_DAYS = 300;

/** How many calendar days `at` lies before `now`, in the reader's zone; days of 23 and 25 hours count as one. */
export const calendarDays = (at, now) => {
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  return Math.round((midnight(now) - midnight(at)) / DAY_MS);
};

/**
 * How a past moment is said: `[number, unit]` for Intl.RelativeTimeFormat, or "day" (without the year) or "date".
 * A moment in the future, by a reader's clock that is slow, is said as now.
 * @returns {"date" | "day" | [number, Intl.RelativeTimeFormatUnit]}
 */
export const saidAs = (at, now) => {
  const past = Math.max(0, now - at),
    days = calendarDays(at, now);
  if (past < MINUTE_MS) return [0, "second"];
  if (past < HOUR_MS) return [-Math.floor(past / MINUTE_MS), "minute"];
  if (days <= 0) return [-Math.floor(past / HOUR_MS), "hour"];
  if (days <= RELATIVE_DAYS) return [-days, "day"];
  return days > THIS_YEAR_DAYS ? "date" : "day";
};

/** When "until tomorrow" ends: at eight; in the night that is the morning that comes next. */
export const nextMorning = (now) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + (now.getHours() < NIGHT_ENDS_HOUR ? 0 : 1), MORNING_HOUR);

/** Milliseconds until the next day begins in the reader's zone. */
export const untilMidnight = (now) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();

/** How the hour of a time is written: 09:05, or 9:05 PM where people count to twelve. */
export const hourStyle = (language) =>
  new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hour12 ? "numeric" : "2-digit";

/** A time without AM or PM, for places that are narrow. */
export const withoutPeriod = (clock, at) =>
  clock
    .formatToParts(at)
    .filter(({ type }) => type !== "dayPeriod")
    .map(({ value }) => value)
    .join("")
    .trim();
