// The service worker: caches files that never change, and the page to show while there is no connection.
const KEPT = "messenger-{version}",
  OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.add(new Request(OFFLINE, { cache: "reload" })))
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith("messenger-") && name !== KEPT).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

/** Addresses that contain a version: what was fetched once stays valid for ever. None of them is personal. */
const isLasting = (url) =>
  url.origin === location.origin &&
  ((url.pathname.startsWith("/static/") && url.searchParams.has("v")) || /^\/_nicegui\/[\d.]+\//.test(url.pathname));

const kept = async (request) => {
  const cache = await caches.open(KEPT),
    found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) cache.put(request, answer.clone());
  return answer;
};
const page = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    return (await (await caches.open(KEPT)).match(OFFLINE)) ?? Promise.reject(error);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isLasting(new URL(request.url))) event.respondWith(kept(request));
});

/** A notification was clicked: open its message in an existing window, or else in a new one. */
self.addEventListener("notificationclick", (event) => {
  const { notification } = event,
    place = notification.data;
  notification.close();
  event.waitUntil(
    (async () => {
      const [window] = await self.clients.matchAll({ type: "window" });
      if (!window) return self.clients.openWindow(place ? `/rooms/${place.room}?message=${place.seq}` : "/");
      await window.focus();
      window.postMessage({ open: place });
    })(),
  );
});
