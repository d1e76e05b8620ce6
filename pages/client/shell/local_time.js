// <local-time datetime="…">: a time in the reader's zone and language. Near ones are relative and stay current while
// the page is open; those of months ago omit the year, older ones the hour. The title has the full date and time.
import { locale, text } from "../i18n.js";
import { hourStyle, saidAs } from "../times.js";

const TICK_MS = 30000;
const language = locale;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const hour = hourStyle(language);
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour, minute: "2-digit" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

const format = (at, style) => {
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
