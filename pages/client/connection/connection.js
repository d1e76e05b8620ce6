// The connection to the server, shared by all parts of a page: events, requests with answers, and its status.
window.messenger = (() => {
  const ANSWER_MS = 5000,
    OFFLINE_AFTER_MS = 5000,
    RETRY_MS = 2000,
    RELOAD_SPREAD_MS = 3000,
    TOAST_MS = 8000,
    SPOKEN_MS = 50;
  const listeners = new Map();
  const lang = document.documentElement.lang || "en";
  const locale = navigator.languages.find((one) => one.split("-")[0] === lang) ?? lang;
  let socket = null,
    status = "reconnecting",
    offlineTimer = null,
    leaving = false,
    ending = false,
    reloading = false;

  const on = (type, listener) => {
    if (!listeners.has(type)) listeners.set(type, new Set());
    listeners.get(type).add(listener);
    return () => listeners.get(type).delete(listener);
  };
  const tell = (type, fact) => {
    for (const listener of [...(listeners.get(type) ?? [])]) {
      try {
        listener(fact);
      } catch (error) {
        console.error(error);
      }
    }
  };

  const show = (next) => {
    status = next;
    const element = document.getElementById("connection");
    if (element && element.dataset[next] !== undefined) {
      element.textContent = element.dataset[next];
      element.dataset.status = next;
    }
    tell("status", next);
  };
  const lost = () => {
    if (status === "online") show("reconnecting");
    offlineTimer ??= setTimeout(() => show("offline"), navigator.onLine ? OFFLINE_AFTER_MS : 0);
  };
  const found = () => {
    clearTimeout(offlineTimer);
    offlineTimer = null;
    show("online");
  };

  const toLogin = () => {
    if (ending) tell("ended");
    if (leaving || ending) return;
    leaving = true;
    location.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
  };
  /** Reload the page once the server answers, after a random delay so that not all windows reload at once. */
  const reload = async () => {
    if (leaving || reloading) return;
    reloading = true;
    while (!leaving) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * RELOAD_SPREAD_MS));
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
      if (!answer?.ok || leaving) continue;
      leaving = true;
      location.reload();
    }
  };

  /** Tell the lists that Python draws which events happened, or (without `types`) that another room is shown. */
  const stale = (types) => {
    for (const list of document.querySelectorAll("[data-live]"))
      list.dispatchEvent(new CustomEvent("stale", { detail: types }));
  };
  on("shown", () => stale());

  const take = (given) => {
    socket = given;
    socket.off("connect_error");
    socket.off("disconnect");
    socket.io.timeout(ANSWER_MS);
    socket.io.reconnectionDelayMax(2000);
    socket.on("connect", () => {
      found();
      tell("connect");
    });
    socket.on("disconnect", lost);
    socket.on("connect_error", (error) => {
      lost();
      if (error.message === "signed out") toLogin();
      else if (error.message === "reload" || error.message === "Implicit handshake failed") reload();
      else if (!socket.active) setTimeout(() => socket.connect(), RETRY_MS);
    });
    socket.on("push", (events) => {
      for (const event of events) tell(event.type, event);
      stale(
        events.map((event) => (event.type === "MessagePosted" && event.message.files ? "FilesPosted" : event.type)),
      );
    });
    if (socket.connected) {
      found();
      tell("connect");
    }
  };
  const look = () => (window.socket ? take(window.socket) : setTimeout(look, 5));
  look();
  addEventListener("offline", () => {
    lost();
  });
  addEventListener("online", () => {
    if (socket && !socket.connected) socket.connect();
  });
  on("SessionEnded", toLogin);
  on("AdminChanged", () => location.reload());

  /** Ask the server. Resolves with its `ok`; rejects with its `error` ({code, text, …}), `timeout` or `offline`. */
  const ask = async (event, data = {}) => {
    if (!socket?.connected) throw { code: "offline" };
    let answer;
    try {
      answer = await socket.timeout(ANSWER_MS).emitWithAck(event, data);
    } catch {
      socket.io.engine?.close();
      throw { code: "timeout" };
    }
    if (answer.error) {
      if (answer.error.code === "signed_out") toLogin();
      throw answer.error;
    }
    return answer.ok;
  };

  /** Show a short message in place of the previous one. Errors use the `role` "alert". */
  const say = (text, role = "status") => {
    document.querySelectorAll(".toast").forEach((old) => old.remove());
    const toast = Object.assign(document.createElement("div"), { className: "toast" });
    toast.setAttribute("role", role);
    document.body.append(toast);
    setTimeout(() => (toast.textContent = text), SPOKEN_MS); // screen readers skip text added with its element
    setTimeout(() => toast.remove(), TOAST_MS);
  };

  /** Show a message on the next page. */
  const sayNext = (text) => {
    try {
      sessionStorage.setItem("toast", text);
    } catch {
      /* then the next page shows nothing */
    }
  };
  const sayWhatWasLeft = () => {
    let text = null;
    try {
      text = sessionStorage.getItem("toast");
      sessionStorage.removeItem("toast");
    } catch {
      /* nothing was stored */
    }
    if (text) say(text);
  };

  if (isSecureContext && navigator.serviceWorker)
    navigator.serviceWorker.register("/sw.js").catch(() => {
      /* the page works without it */
    });
  document.addEventListener("DOMContentLoaded", () => {
    sayWhatWasLeft();
    setTimeout(() => {
      if (status !== "online") lost();
    }, 1500);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#open-menu")) document.body.classList.toggle("menu-open");
    else if (event.target.closest(".side a, .scrim")) document.body.classList.remove("menu-open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.remove("menu-open");
  });

  /** Fill the placeholders of a text. Values go in unchanged: "$&" or "{nick}" in a name has no special meaning. */
  const filled = (text, values) =>
    text.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? (values[name] ?? "") : place));
  /** Fill a text with a count. The server sends the text in the CLDR plural forms one, few and many. */
  const plural = new Intl.PluralRules(locale);
  const counted = (forms, number, shown = number) =>
    filled(forms[plural.select(number)] ?? forms.many, { count: shown });

  const setTheme = (theme) => {
    try {
      theme === "system" ? localStorage.removeItem("theme") : localStorage.setItem("theme", theme);
    } catch {
      /* not kept */
    }
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };

  /** The name of this tab; it survives a reload. */
  const tab = (() => {
    const made = Math.random().toString(36).slice(2);
    try {
      return (sessionStorage.tab ??= made);
    } catch {
      return made;
    }
  })();
  /** Make a key of 32 hexadecimal digits. Over plain http, browsers have no randomUUID. */
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Copy a text. Over plain http the browser has no clipboard API, so use the old command. */
  const copy = (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), { value: text });
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before?.focus();
  };

  return {
    /** The reader's own variant of the page's language (en-GB on an English page), for dates and times. */
    locale,
    tab,
    newKey,
    on,
    tell,
    ask,
    toLogin,
    /** While the person logs out, the end of the session only sends "ended"; the log-out continues from there. */
    setEnding: (isEnding) => (ending = isEnding),
    setTheme,
    copy,
    say,
    sayNext,
    filled,
    counted,
    room: null,
    get status() {
      return status;
    },
  };
})();
