// Files on their way: kept in IndexedDB until their message is on the server, so that a reload or a crash loses none; sent in pieces, and on from where a line broke.
window.messenger.uploads = (() => {
  const { on, tell } = window.messenger;
  const PIECE_BYTES = 2 ** 20, PIECE_MAX_BYTES = 2 ** 23, QUIET_MS = 20000, FINISH_MS = 60000, RETRY_MS = 1000, RETRY_MAX_MS = 10000, ADOPT_AFTER_MS = 10000, BEAT_MS = 3000, SHOWN_MAX = 60;
  const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);
  const tab = (() => {
    const made = Math.random().toString(36).slice(2);
    try { return (sessionStorage.tab ??= made); } catch { return made; }
  })();
  const unkept = new Map(), shown = new Map(), progress = new Map(), offered = new Map();
  let person = null, database = null, records = new Map(), channel = null, running = null, wake = null, order = 0, edits = 0;
  let piece = PIECE_BYTES, pieceMax = PIECE_MAX_BYTES;

  /** Each person has a database of their own: the next one at the same browser does not see it. */
  const open = (id) => new Promise((resolve) => {
    let request;
    try { request = indexedDB.open(`uploads:${id}`, 1); } catch { return resolve(null); }
    request.onupgradeneeded = () => { request.result.createObjectStore("uploads", { keyPath: "key" }); request.result.createObjectStore("contents"); };
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  });
  /** Run `work(uploads, contents)` in a transaction; resolves with the result of the request it returns, null where nothing can be kept. */
  const store = (mode, work) => new Promise((resolve) => {
    if (!database) return resolve(null);
    try {
      const transaction = database.transaction(["uploads", "contents"], mode);
      const request = work(transaction.objectStore("uploads"), transaction.objectStore("contents"));
      transaction.oncomplete = () => resolve(request?.result ?? null);
      transaction.onerror = transaction.onabort = () => resolve(null);
    } catch { resolve(null); }
  });
  const heard = (room) => { tell("uploads", room); channel?.postMessage(room); };
  const keep = (record) => {
    edits++;
    records.set(record.key, record);
    store("readwrite", (uploads) => uploads.put(record));
    heard(record.room);
  };
  const forget = (keys) => {
    edits++;
    for (const record of keys.map((key) => records.get(key)).filter(Boolean)) {
      records.delete(record.key);
      unkept.delete(record.key);
      progress.delete(record.key);
      offered.delete(record.key);
      heard(record.room);
    }
    return store("readwrite", (uploads, contents) => { for (const key of keys) { uploads.delete(key); contents.delete(key); } });
  };
  const contentOf = async (key) => unkept.get(key) ?? await store("readonly", (_, contents) => contents.get(key));
  const load = async () => {
    const mark = edits, found = await store("readonly", (uploads) => uploads.getAll());
    if (!found) return;
    if (mark !== edits) return load();
    const before = records;
    records = new Map(found.map((record) => [record.key, record]));
    for (const key of unkept.keys()) if (before.has(key)) records.set(key, before.get(key));
    for (const key of records.keys()) if (!shown.has(key)) preview(key);
  };

  /** What the browser can show of a file that is still here: an address of its own, and the size of a picture. */
  const look = (content) => new Promise((resolve) => {
    if (!PICTURES.has(content.type)) return resolve({ width: 0, height: 0 });
    const image = new Image(), url = URL.createObjectURL(content);
    const end = (width, height) => { URL.revokeObjectURL(url); resolve({ width, height }); };
    image.onload = () => end(image.naturalWidth, image.naturalHeight);
    image.onerror = () => end(0, 0);
    image.src = url;
  });
  const preview = async (key) => {
    const record = records.get(key), content = record && await contentOf(key);
    if (!content || shown.has(key)) return;
    while (shown.size >= SHOWN_MAX) {
      const oldest = shown.values().next().value;
      URL.revokeObjectURL(oldest);
      for (const [name, url] of shown) if (url === oldest) shown.delete(name);
    }
    shown.set(key, URL.createObjectURL(content));
    tell("uploads", record.room);
  };
  const kindOf = (type, width) => (width ? "picture" : ["audio", "video"].find((kind) => type.startsWith(`${kind}/`)) ?? "file");

  const pause = (milliseconds) => new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    wake = () => { clearTimeout(timer); resolve(); };
  });
  /** One request; resolves with the answer's JSON, rejects with {code, text, …}, `offline` where there was none. */
  const call = (method, path, body = null, onBytes = null) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer = null;
    const watch = (limit) => { clearTimeout(timer); timer = setTimeout(() => request.abort(), limit); };
    const lost = () => { clearTimeout(timer); reject({ code: "offline" }); };
    request.open(method, path);
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = (event) => { watch(event.loaded < event.total ? QUIET_MS : FINISH_MS); onBytes?.(event.loaded); };
    request.upload.onload = () => watch(FINISH_MS);
    request.onerror = request.onabort = request.ontimeout = lost;
    request.onload = () => {
      clearTimeout(timer);
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: a proxy's */ }
      if (request.status < 300 && answer) resolve(answer);
      else if (request.status === 401) { window.messenger.toLogin(); reject({ code: "offline" }); }
      else if (request.status === 413 && !answer) reject({ code: "too_much" });
      else reject(answer?.code && request.status < 500 ? { ...answer, text: answer.error } : { code: "offline" });
    };
    watch(body ? QUIET_MS : FINISH_MS);
    request.send(body);
    running = request;
  });

  const addressOf = (record) => `/files/${record.key}`;
  const announce = (record) => call("POST", `${addressOf(record)}?${new URLSearchParams({ room: record.room, name: record.name, size: record.size })}`);
  const transfer = async (record) => {
    const content = await contentOf(record.key);
    if (!content) return forget([record.key]);
    if (record.tab !== tab) keep({ ...record, tab, beat: Date.now() });
    let answer = offered.get(record.key), beat = Date.now();
    offered.delete(record.key);
    if (!answer) {
      answer = await announce(record);
      if (!answer.file) return void offered.set(record.key, answer);
    }
    while (!answer.file) {
      const from = answer.offset;
      if (!records.has(record.key)) return;
      answer = await call("PATCH", `${addressOf(record)}?offset=${from}`, content.slice(from, from + piece), (bytes) => {
        progress.set(record.key, (from + bytes) / record.size);
        tell("uploading", record.room);
        if (Date.now() - beat > BEAT_MS && records.has(record.key)) {
          beat = Date.now();
          keep({ ...records.get(record.key), beat });
        }
      }).catch((error) => {
        if (error.code === "wrong_offset") return error;
        if (error.code !== "too_much" || piece === PIECE_BYTES) throw error;
        piece = pieceMax = PIECE_BYTES; // a proxy takes no more at once
        return { offset: from };
      });
      piece = Math.min(piece * 2, pieceMax);
    }
    if (!records.has(record.key)) return;
    if (answer.sent) return forget([record.key]);
    progress.delete(record.key);
    if (shown.has(record.key)) shown.set(answer.file.id, shown.get(record.key));
    keep({ ...records.get(record.key), state: "up", file: answer.file, width: answer.file.width, height: answer.file.height, kind: answer.file.kind });
  };

  const isDue = (record) => record.state === "waiting" && (record.tab === tab || Date.now() - record.beat > ADOPT_AFTER_MS);
  /** Two tabs never work on the same file where the browser has locks; elsewhere the key makes sure there is one copy. */
  const alone = (record, work) => {
    if (!navigator.locks) return work();
    return navigator.locks.request(`upload:${record.key}`, { ifAvailable: true }, (lock) => (lock ? work() : pause(RETRY_MS)));
  };
  let pumping = false;
  const pump = async () => {
    if (pumping || person === null) return;
    pumping = true;
    let tries = 0;
    try {
      for (let record = next(); record; record = next()) {
        try {
          await alone(record, () => transfer(record));
          tries = 0;
        } catch (error) {
          if (!records.has(record.key)) continue;
          if (error.retry_after || !error.text) await pause(error.retry_after ? error.retry_after * 1000 : Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
          else fail(record, error);
        }
      }
    } finally {
      pumping = false;
      running = null;
    }
  };
  /** All are announced before the first is sent: what the server does not take is told at once. */
  const next = () => [...records.values()].filter(isDue).sort((a, b) => offered.has(a.key) - offered.has(b.key) || a.at - b.at || a.order - b.order)[0];
  const fail = (record, { text, code }) => {
    progress.delete(record.key);
    keep({ ...records.get(record.key), state: "failed", reason: text, code });
    window.messenger.outbox.fail(record.key, text);
  };
  const again = (keys) => {
    for (const record of keys.map((key) => records.get(key)).filter(Boolean)) keep({ ...record, state: "waiting", reason: undefined, tab, beat: Date.now() });
    pump();
  };

  on("connect", () => { wake?.(); pump(); });
  on("uploads", () => window.messenger.outbox.look());
  setInterval(async () => { await load(); pump(); }, ADOPT_AFTER_MS);

  /** A file as the page draws it, whether it is on the server already or not. */
  const drawn = (record) => ({
    ...record, type: record.file?.type ?? record.type, id: record.file?.id, url: shown.get(record.key),
    progress: record.state === "up" ? 1 : progress.get(record.key) ?? 0,
  });
  const held = () => window.messenger.outbox.files();

  return {
    /** Files are this person's alone. */
    async belongTo(id) {
      person = null;
      database = await open(id);
      person = id;
      try {
        channel = new BroadcastChannel(`uploads:${id}`);
        channel.onmessage = async ({ data }) => { await load(); tell("uploads", data); };
      } catch { /* other tabs look for themselves now and then */ }
      await load();
      // what lay here finished may have been sent, or thrown away, meanwhile: the server says so
      const waiting = held();
      for (const record of records.values()) if (record.state === "up" && !waiting.has(record.key)) keep({ ...record, state: "waiting" });
      for (const record of records.values()) tell("uploads", record.room);
      window.messenger.outbox.look();
      pump();
    },
    /** Take files into a room's tray; they are on their way at once. */
    async add(room, files) {
      for (const content of files) {
        const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        const size = await look(content), at = Date.now();
        const record = { key, room, name: content.name || "file", size: content.size, type: content.type, kind: kindOf(content.type, size.width), ...size, state: "waiting", at, order: order++, tab, beat: at };
        const kept = await store("readwrite", (uploads, contents) => { uploads.put(record); return contents.put(content, key); });
        if (kept === null) unkept.set(key, content);
        edits++;
        records.set(key, record);
        await preview(key);
        heard(room);
        pump();
      }
    },
    /** The files in the tray of a room: those no message has taken yet. */
    of(room) {
      const waiting = held();
      return [...records.values()].filter((record) => record.room === room && !waiting.has(record.key)).sort((a, b) => a.at - b.at || a.order - b.order).map(drawn);
    },
    list: (keys) => keys.map((key) => records.get(key)).filter(Boolean).map(drawn),
    /** Whether a message with these files can go: all are up, or one is not here any more, which the server then tells. */
    ready: (keys) => person !== null && keys.every((key) => !records.has(key) || records.get(key).state === "up"),
    ids: (keys) => keys.map((key) => records.get(key)?.file?.id ?? 0),
    has: (keys) => keys.every((key) => records.has(key)),
    retry: again,
    forget,
    /** Throw files away, here and on the server. */
    discard(keys) {
      for (const key of keys) {
        if (records.get(key)?.state === "waiting" && progress.has(key)) running?.abort();
        if (records.has(key)) fetch(`/files/${key}`, { method: "DELETE" }).catch(() => {});
      }
      return forget(keys);
    },
    /** The address of a picture that was sent from here, as long as this page lives. */
    shownAs: (id) => shown.get(id),
  };
})();
