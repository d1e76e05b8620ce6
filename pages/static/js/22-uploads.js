// Files on their way: sent in pieces, and on from where a line broke, with the same key until their message is sent.
window.messenger.uploads = (() => {
  const { newKey, on, previews, shelf, tab, tell, transfers, waits } = window.messenger;
  const { pause, wake } = waits();
  const RETRY_MS = 1000, RETRY_MAX_MS = 10000, ADOPT_AFTER_MS = 10000, BEAT_MS = 3000, ASK_AGAIN_MS = 1000;
  const unkept = new Map(),
    progress = new Map(),
    processing = new Map(), // all bytes are there, the server still looks at them: when to ask for the outcome
    offered = new Map();
  let person = null,
    records = new Map(),
    order = 0,
    edits = 0,
    quietUntil = 0;

  const byAge = (a, b) => a.at - b.at || a.order - b.order;
  const recordsOf = (keys) => keys.map((key) => records.get(key)).filter(Boolean);
  const heard = (room) => {
    tell("uploads", room);
    shelf.changed(room);
  };
  const keep = (record) => {
    edits++;
    records.set(record.key, record);
    shelf.keep(record);
    heard(record.room);
  };
  const forget = (keys) => {
    edits++;
    for (const record of recordsOf(keys)) {
      records.delete(record.key);
      unkept.delete(record.key);
      for (const facts of [progress, processing, offered]) facts.delete(record.key);
      heard(record.room);
    }
    return shelf.remove(keys);
  };
  const contentOf = async (key) => unkept.get(key) ?? (await shelf.content(key));
  const load = async () => {
    const mark = edits,
      found = await shelf.records();
    if (!found) return;
    if (mark !== edits) return load();
    const before = records;
    records = new Map(found.map((record) => [record.key, record]));
    for (const key of unkept.keys()) if (before.has(key)) records.set(key, before.get(key));
    for (const key of records.keys()) if (!previews.has(key)) preview(key);
  };

  const preview = async (key) => {
    const record = records.get(key),
      content = record && (await contentOf(key));
    if (!content || previews.has(key)) return;
    previews.show(key, content);
    tell("uploads", record.room);
  };

  const transfer = async (record) => {
    const content = await contentOf(record.key);
    if (!content) return forget([record.key]);
    if (record.tab !== tab) keep({ ...record, tab, beat: Date.now() });
    let answer = offered.get(record.key),
      beat = Date.now();
    offered.delete(record.key);
    if (!answer) {
      answer = await transfers.announce(record);
      if (!answer.file) return void offered.set(record.key, answer);
    }
    const onBytes = (sent) => {
      progress.set(record.key, sent / record.size);
      tell("uploading", record.room);
      if (Date.now() - beat > BEAT_MS && records.has(record.key)) {
        beat = Date.now();
        keep({ ...records.get(record.key), beat });
      }
    };
    while (!answer.file) {
      if (!records.has(record.key)) return;
      answer = await transfers.piece(record, content, answer.offset, onBytes, processing.size > 0);
      if (!answer.file && (answer.retry_after || answer.offset >= record.size)) return process(record, answer);
    }
    if (!records.has(record.key)) return;
    if (answer.sent) return forget([record.key]);
    progress.delete(record.key);
    processing.delete(record.key);
    previews.name(record.key, answer.file.id);
    const { file } = answer;
    keep({ ...records.get(record.key), state: "up", file, width: file.width, height: file.height, kind: file.kind });
  };

  /** The server has all bytes, or no time for them yet; meanwhile other files go. */
  const process = (record, answer) => {
    if (!records.has(record.key)) return;
    if (!answer.retry_after) offered.set(record.key, answer);
    progress.set(record.key, 1);
    processing.set(record.key, Date.now() + (answer.retry_after ? answer.retry_after * 1000 : ASK_AGAIN_MS));
    tell("uploading", record.room);
  };

  const isDue = (record) =>
    record.state === "waiting" &&
    !window.messenger.leftovers.isLost(record.room) &&
    (record.tab === tab || Date.now() - record.beat > ADOPT_AFTER_MS);
  /** Two tabs never work on the same file, where the browser has locks; elsewhere the key makes one copy of it. */
  const alone = (record, work) => {
    if (!navigator.locks) return work();
    return navigator.locks.request(`upload:${record.key}`, { ifAvailable: true }, (lock) =>
      lock ? work() : pause(RETRY_MS),
    );
  };
  let pumping = false;
  const pump = async () => {
    if (pumping || person === null) return;
    pumping = true;
    let tries = 0;
    try {
      for (let record = next(); record; record = next()) {
        try {
          const rest = restOf(record);
          if (rest) await pause(rest);
          else await alone(record, () => transfer(record));
          tries = 0;
        } catch (error) {
          if (!records.has(record.key)) continue;
          if (error.retry_after && offered.size) quietUntil = Date.now() + error.retry_after * 1000;
          else if (error.retry_after || !error.text)
            await pause(error.retry_after ? error.retry_after * 1000 : Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
          else fail(record, error);
        }
      }
    } finally {
      pumping = false;
      transfers.rest();
    }
  };
  /** How long a file waits for the server: to be heard of at all, or for the outcome. In milliseconds. */
  const restOf = ({ key }, now = Date.now()) =>
    Math.max(0, (processing.get(key) ?? 0) - now, offered.has(key) ? 0 : quietUntil - now);
  /** All are announced before the first is sent: what the server does not take is told at once. */
  const next = () => {
    const now = Date.now();
    return [...records.values()]
      .filter(isDue)
      .sort((a, b) => restOf(a, now) - restOf(b, now) || offered.has(a.key) - offered.has(b.key) || byAge(a, b))[0];
  };
  const fail = (record, { text, code }) => {
    progress.delete(record.key);
    processing.delete(record.key);
    keep({ ...records.get(record.key), state: "failed", reason: text, code });
    window.messenger.outbox.fail(record.key, text);
  };
  const again = (keys) => {
    for (const record of recordsOf(keys))
      keep({ ...record, state: "waiting", reason: undefined, tab, beat: Date.now() });
    pump();
  };

  on("connect", () => {
    wake();
    pump();
  });
  on("uploads", () => window.messenger.outbox.look());
  setInterval(() => load().then(pump), ADOPT_AFTER_MS);

  /** A file as the page draws it, whether it is on the server already or not. */
  const drawn = (record) => ({
    ...record,
    type: record.file?.type ?? record.type,
    id: record.file?.id,
    url: previews.of(record.key),
    processing: processing.has(record.key),
    progress: record.state === "up" ? 1 : (progress.get(record.key) ?? 0),
  });
  const breakOff = (key) => {
    if (records.get(key)?.state === "waiting" && progress.has(key) && !processing.has(key)) transfers.abort();
  };
  /** Throw files away, here and on the server. */
  const discard = async (keys) => {
    for (const key of keys) {
      breakOff(key);
      if (records.has(key)) fetch(`/files/${key}`, { method: "DELETE" }).catch(() => {});
    }
    await forget(keys);
  };
  const held = () => window.messenger.outbox.files();
  const inRoom = (room) => [...records.values()].filter((record) => record.room === room).sort(byAge);

  return {
    /** Files are this person's alone. */
    async belongTo(id) {
      person = null;
      await shelf.open(id, (room) => load().then(() => tell("uploads", room)));
      person = id;
      await load();
      // what lay here finished may have been sent, or thrown away, meanwhile: the server says so
      const waiting = held();
      for (const record of records.values()) {
        if (record.state === "up" && !waiting.has(record.key)) keep({ ...record, state: "waiting" });
        tell("uploads", record.room);
      }
      window.messenger.outbox.look();
      pump();
    },
    /** How many files no sent message holds yet. */
    count: () => load().then(() => records.size),
    /** Whether all of them are in the browser's storage, and not only in this window. */
    isKept: () => unkept.size === 0,
    wipe: () => discard([...records.keys()]).then(() => shelf.clear()),
    /** Take files into a room's tray; they are on their way at once. */
    async add(room, files) {
      for (const content of files) {
        const key = newKey();
        const facts = await previews.factsOf(content), at = Date.now();
        const record = { key, room, ...facts, state: "waiting", at, order: order++, tab, beat: at };
        const kept = await shelf.add(record, content);
        if (kept === null) unkept.set(key, content);
        edits++;
        records.set(key, record);
        await preview(key);
        heard(room);
        wake();
        pump();
      }
    },
    /** The files in the tray of a room: those no message has taken yet. */
    of(room) {
      const waiting = held();
      return inRoom(room).filter(({ key }) => !waiting.has(key)).map(drawn);
    },
    list: (keys) => recordsOf(keys).map(drawn),
    /** Whether a message with these files can go: all are up, or one is here no more, which the server then tells. */
    ready: (keys) => person !== null && keys.every((key) => !records.has(key) || records.get(key).state === "up"),
    ids: (keys) => keys.map((key) => records.get(key)?.file?.id ?? 0),
    has: (keys) => keys.every((key) => records.has(key)),
    retry: again,
    forget,
    /** Throw away the files of a room that is lost, of which the server is not asked any more; their names. */
    drop(room) {
      const dropped = inRoom(room);
      for (const { key } of dropped) breakOff(key);
      if (dropped.length) forget(dropped.map(({ key }) => key));
      return dropped.map(({ name }) => name);
    },
    discard,
    /** The address of a picture that was sent from here, as long as this page lives. */
    shownAs: previews.of,
  };
})();
