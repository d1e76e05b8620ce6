// <local-time datetime="…">: a time in the reader's zone and language. Near ones are relative and stay current while
// the page is open; those of months ago omit the year, older ones the hour. The title has the full date and time.
// In lists they are short (data-style="short"): the hour of today, the weekday of this week, else the date.
import { locale, text } from "../i18n.js";
import { calendarDays, hourStyle, saidAs } from "../times.js";

const TICK_MS = 30000,
  WEEKDAY_DAYS = 6;
const language = locale;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const hour = hourStyle(language);
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour, minute: "2-digit" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(language, { hour, minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(language, { weekday: "short" });
const dayOfYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });

const formatShort = (at, now) => {
  const days = calendarDays(at, now);
  if (days <= 0) return clock.format(at);
  if (days === 1) return relative.format(-1, "day");
  if (days <= WEEKDAY_DAYS) return weekday.format(at);
  return saidAs(at, now) === "date" ? date.format(at) : dayOfYear.format(at);
};

const format = (at, style) => {
  if (style === "short") return formatShort(at, new Date());
  if (style === "date") return date.format(at);
  if (style === "moment") return moment.format(at);
  const form = saidAs(at, new Date());
  if (form === "date") return date.format(at);
  if (form[1] === "second") return text("just_now");
  return form === "day" ? day.format(at) : relative.format(form[0], form[1]);
};

class LocalTime extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), TICK_MS);
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
  draw() {
    const at = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(at.getTime())) return;
    this.textContent = format(at, this.dataset.style);
    this.title = moment.format(at);
  }
}
customElements.define("local-time", LocalTime);
