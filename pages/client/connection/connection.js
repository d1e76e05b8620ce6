// The connection to the server: pushed events, requests with answers, and its status.
import { on, publish } from "../events.js";
import { text } from "../i18n.js";

const ANSWER_MS = 5000,
  OFFLINE_AFTER_MS = 5000,
  NOTED_AFTER_MS = 1000, // a shorter interruption is not shown
  RETRY_MS = 2000,
  RELOAD_SPREAD_MS = 3000;
let socket = null,
  status = "reconnecting",
  isNoted = false,
  offlineTimer = null,
  notedTimer = null,
  isLeaving = false, // the browser is loading another page, or this one again
  isLoggingOut = false,
  isWaitingToReload = false;

/** Show the status at the top of the window, unless the chat shows it where people write. */
const note = () => {
  const isSaid = document.querySelector(".composer textarea, .room-awaited");
  document.getElementById("connection")?.classList.toggle("noted", isNoted && !isSaid);
};
/** Scripts and screen readers learn each status at once; what people see changes only when it lasts. */
const show = (next) => {
  status = next;
  const element = document.getElementById("connection");
  if (element) {
    element.textContent = text(`connection_${next}`);
    element.dataset.status = next;
    note();
  }
  publish("status", connectionStatus());
};
const wait = () => {
  notedTimer ??= setTimeout(() => {
    isNoted = true;
    show(status);
  }, NOTED_AFTER_MS);
};
const markLost = () => {
  wait();
  if (status === "online") show("reconnecting");
  offlineTimer ??= setTimeout(() => show("offline"), navigator.onLine ? OFFLINE_AFTER_MS : 0);
};
const markOnline = () => {
  clearTimeout(offlineTimer);
  clearTimeout(notedTimer);
  offlineTimer = notedTimer = null;
  isNoted = false;
  show("online");
};

/** Leave for the log-in page, which leads back here. */
export const toLogin = () => {
  if (isLoggingOut) publish("ended");
  if (isLeaving || isLoggingOut) return;
  isLeaving = true;
  location.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
};
/** While the person logs out, the end of the session only sends "ended"; the log-out continues from there. */
export const setLoggingOut = (isOn) => {
  isLoggingOut = isOn;
};
/** Reload the page once the server answers, after a random delay so that not all windows reload at once. */
const reload = async () => {
  if (isLeaving || isWaitingToReload) return;
  isWaitingToReload = true;
  while (!isLeaving) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * RELOAD_SPREAD_MS));
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok || isLeaving) continue;
    isLeaving = true;
    location.reload();
  }
};

const take = (newSocket) => {
  socket = newSocket;
  socket.off("connect_error");
  socket.off("disconnect");
  socket.io.timeout(ANSWER_MS);
  socket.io.reconnectionDelayMax(2000);
  socket.on("connect", () => {
    markOnline();
    publish("connect");
  });
  socket.on("disconnect", markLost);
  socket.on("connect_error", (error) => {
    markLost();
    if (error.message === "signed out") toLogin();
    else if (error.message === "reload" || error.message === "Implicit handshake failed") reload();
    else if (!socket.active) setTimeout(() => socket.connect(), RETRY_MS);
  });
  socket.on("push", (events) => {
    for (const event of events) publish(event.type, event);
    publish("pushed", events);
  });
  if (socket.connected) {
    markOnline();
    publish("connect");
  }
};
/** NiceGUI makes the socket when it builds the page. */
const awaitSocket = () => (window.socket ? take(window.socket) : setTimeout(awaitSocket, 5));
awaitSocket();
addEventListener("offline", () => {
  markLost();
});
addEventListener("online", () => {
  if (socket && !socket.connected) socket.connect();
});
document.addEventListener("DOMContentLoaded", () => {
  setTimeout(() => {
    if (status !== "online") markLost();
  }, 1500);
});
on("SessionEnded", toLogin);
on("shown", () => setTimeout(note));
on("AdminChanged", () => location.reload());

/** Ask the server. Resolves with its `ok`; rejects with its `error` ({code, text, …}), `timeout` or `offline`. */
export const ask = async (event, data = {}) => {
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

/** What people see: "online" until the connection has been missing for a while; "reconnecting" or "offline". */
export const connectionStatus = () => (isNoted ? status : "online");
