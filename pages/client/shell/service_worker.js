// Registers the service worker (static/worker.js), where the browser allows one.
if (isSecureContext && navigator.serviceWorker)
  navigator.serviceWorker.register("/sw.js").catch(() => {
    /* the page works without it */
  });
