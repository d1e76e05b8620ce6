// <local-time datetime="…">: a moment in the reader's zone and language; near ones relative, and kept so while the
// page is open.
(() => {
  const MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    RELATIVE_DAYS = 6,
    TICK_MS = 30000;
  const language = window.messenger.locale;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

  const words = (at, style) => {
    if (style === "date") return date.format(at);
    const seconds = (at - Date.now()) / 1000,
      past = Math.abs(seconds);
    if (style === "moment" || past > RELATIVE_DAYS * DAY) return moment.format(at);
    if (past < MINUTE) return relative.format(0, "second");
    if (past < HOUR) return relative.format(Math.round(seconds / MINUTE), "minute");
    if (past < DAY) return relative.format(Math.round(seconds / HOUR), "hour");
    return relative.format(Math.round(seconds / DAY), "day");
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
      this.textContent = words(at, this.dataset.style);
      this.title = moment.format(at);
    }
  }
  customElements.define("local-time", LocalTime);
})();
