// How files look in a conversation: the tray over the composer, with its drop zone, and what a message shows of its files.
window.messenger.files = (() => {
  const { on } = window.messenger;
  const SINGLE = { width: 420, height: 320 }, ROW_PX = 150, LEAST_PX = 56;
  const HOPELESS = new Set(["too_large", "empty_file"]); // refusals that no second try changes
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

  const sizeOf = (bytes) => {
    const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 3);
    const digits = step > 1 ? 1 : 0;
    return new Intl.NumberFormat(window.messenger.locale, { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: digits }).format(bytes / 1024 ** step);
  };
  const endingOf = (name) => (name.match(/\.([\p{L}\p{N}]{1,4})$/u)?.[1] ?? "").toUpperCase();
  const addressOf = ({ id, name }, view = "") => `/files/${id}/${encodeURIComponent(name)}${view && `?view=${view}`}`;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  // a file that misses the drop zone must not take the place of the page
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => { if (hasFiles(event)) event.preventDefault(); });

  const tray = {
    template: `
      <div class="tray-place">
        <input ref="input" type="file" multiple hidden tabindex="-1" :accept="accept" @change="onChoose">
        <ul v-if="files.length" class="tray lane" :aria-label="texts.tray">
          <li v-for="file in files" :key="file.key" :data-state="file.state">
            <img v-if="file.kind === 'picture' && file.url" class="mark" :src="file.url" alt=""><i v-else class="mark" aria-hidden="true">{{ endingOf(file.name) }}</i>
            <div class="what"><b :title="file.name">{{ file.name }}</b>
              <small v-if="file.state === 'failed'" class="bad" role="alert">{{ file.reason }}</small>
              <small v-else>{{ sizeOf(file.size) }}<template v-if="file.state === 'waiting'"> · {{ percent(file) }}</template></small></div>
            <button v-if="file.state === 'failed' && !hopeless.has(file.code)" class="button plain small" :aria-label="texts.retry.replace('{name}', file.name)" @click="retry(file)">{{ texts.try_again }}</button>
            <button class="icon-button" :aria-label="labelOf(file)" :title="labelOf(file)" @click="discard(file)">✕</button>
            <progress v-if="file.state === 'waiting'" :value="file.progress" max="1" :aria-label="texts.uploading.replace('{name}', file.name)"></progress>
          </li>
        </ul>
        <div v-if="dragging" class="drop-zone" aria-hidden="true"><b>{{ texts.drop.replace("{room}", title) }}</b></div>
      </div>`,
    props: { room: Number, title: String, texts: Object },
    emits: ["change"],
    data() { return { files: [], dragging: false }; },
    computed: {
      /** On a phone this list makes the chooser offer the camera beside the files. */
      accept() { return matchMedia("(pointer: coarse)").matches ? "image/*,video/*,audio/*,*/*" : null; },
    },
    watch: { room() { this.read(); } },
    mounted() {
      const changed = (room) => { if (room === this.room) this.read(); };
      this.ends = [on("uploads", changed), on("uploading", changed), on("outbox", changed)];
      this.place = this.$el.closest(".chat");
      this.depth = 0;
      this.heard = { dragenter: this.onEnter, dragleave: this.onLeave, drop: this.onDrop, paste: this.onPaste };
      for (const [type, hear] of Object.entries(this.heard)) this.place.addEventListener(type, hear);
      this.read();
    },
    unmounted() {
      this.ends.forEach((end) => end());
      for (const [type, hear] of Object.entries(this.heard)) this.place.removeEventListener(type, hear);
    },
    created() { this.hopeless = HOPELESS; },
    methods: {
      sizeOf, endingOf,
      read() {
        this.files = window.messenger.uploads.of(this.room);
        this.$emit("change", this.files.filter((file) => file.state !== "failed").length);
      },
      choose() { this.$refs.input.click(); },
      onChoose(event) {
        this.add([...event.target.files]);
        event.target.value = "";
      },
      add(files) {
        if (!files.length) return;
        const adding = Promise.all([this.adding, window.messenger.uploads.add(this.room, files)]).finally(() => { if (this.adding === adding) this.adding = null; });
        this.adding = adding;
        if (matchMedia("(min-width: 768px)").matches) this.place.querySelector("textarea")?.focus();
      },
      /** What goes with the message that is sent now; what was refused stays where it says why. */
      take(limit) { return this.files.filter((file) => file.state !== "failed").slice(0, limit).map((file) => file.key); },
      percent(file) { return new Intl.NumberFormat(window.messenger.locale, { style: "percent" }).format(file.progress); },
      labelOf(file) { return (file.state === "waiting" ? this.texts.cancel : this.texts.remove).replace("{name}", file.name); },
      retry(file) { window.messenger.uploads.retry([file.key]); },
      discard(file) { window.messenger.uploads.discard([file.key]); this.place.querySelector("textarea")?.focus(); },
      onEnter(event) { if (hasFiles(event)) { this.depth++; this.dragging = true; } },
      onLeave(event) { if (hasFiles(event) && --this.depth <= 0) { this.depth = 0; this.dragging = false; } },
      onDrop(event) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        this.depth = 0;
        this.dragging = false;
        const items = [...(event.dataTransfer.items ?? [])].filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory);
        this.add(items.map((item) => item.getAsFile()).filter(Boolean));
      },
      /** A picture from the clipboard; where there is text as well (cells of a table), the text is meant. */
      onPaste(event) {
        const files = [...(event.clipboardData?.files ?? [])];
        if (!files.length || event.clipboardData.types.includes("text/plain")) return;
        event.preventDefault();
        this.add(files);
      },
    },
  };

  const list = {
    template: `
      <div class="files">
        <div v-if="pictures.length" class="pictures" :class="{ several: pictures.length > 1 }">
          <a v-for="file in pictures" :key="file.id ?? file.key" class="picture" :href="file.id && !keys ? address(file) : null" :data-large="largeOf(file)" :data-name="file.name" :style="boxOf(file)" :title="file.name" @click="onClick">
            <img :src="file.url ?? address(file, 'small')" :alt="file.name" decoding="async" draggable="false">
            <span v-if="file.type === 'image/gif'" class="tag" aria-hidden="true">GIF</span>
            <progress v-if="file.state === 'waiting'" :value="file.progress" max="1" :aria-label="texts.uploading.replace('{name}', file.name)"></progress>
          </a>
        </div>
        <template v-for="file in others" :key="file.id ?? file.key">
          <video v-if="file.kind === 'video' && plays(file)" controls playsinline preload="metadata" :src="file.url ?? address(file)" :aria-label="file.name" @error="broken[file.id ?? file.key] = true"></video>
          <audio v-if="file.kind === 'audio' && plays(file)" controls preload="metadata" :src="file.url ?? address(file)" :aria-label="file.name" @error="broken[file.id ?? file.key] = true"></audio>
          <div class="file" :class="{ slim: file.kind !== 'file' && plays(file) }">
            <i class="mark" aria-hidden="true">{{ endingOf(file.name) }}</i>
            <div class="what"><a v-if="file.id && !keys" :href="address(file)" :download="file.name">{{ file.name }}</a><b v-else>{{ file.name }}</b>
              <small v-if="file.state === 'failed'" class="bad">{{ file.reason }}</small><small v-else>{{ sizeOf(file.size) }}</small></div>
            <progress v-if="file.state === 'waiting'" :value="file.progress" max="1" :aria-label="texts.uploading.replace('{name}', file.name)"></progress>
          </div>
        </template>
        <small v-for="file in refused" :key="'why' + file.key" class="bad">{{ file.name }}: {{ file.reason }}</small>
      </div>`,
    props: { files: Array, keys: Array, texts: Object },
    data() { return { waiting: [], broken: {} }; },
    computed: {
      all() { return this.keys ? this.waiting : (this.files ?? []).map((file) => ({ ...file, url: window.messenger.uploads.shownAs(file.id) })); },
      pictures() { return this.all.filter((file) => file.kind === "picture"); },
      others() { return this.all.filter((file) => file.kind !== "picture"); },
      refused() { return this.pictures.filter((file) => file.state === "failed"); },
    },
    watch: { keys: { immediate: true, handler() { this.read(); } } },
    mounted() { this.ends = ["uploads", "uploading"].map((type) => on(type, () => this.read())); },
    unmounted() { this.ends.forEach((end) => end()); },
    methods: {
      sizeOf, endingOf, address: addressOf,
      read() { if (this.keys) this.waiting = window.messenger.uploads.list(this.keys); },
      plays(file) { return !this.broken[file.id ?? file.key]; },
      largeOf(file) { return file.id && !this.keys ? addressOf(file, file.type === "image/gif" ? "" : "large") : null; },
      /** The room a picture takes before it is there, so that nothing moves when it comes. */
      boxOf({ width, height }) {
        const several = this.pictures.length > 1, ratio = Math.min(Math.max(width / height, 0.4), 4);
        const high = several ? ROW_PX : Math.min(height, SINGLE.height, SINGLE.width / ratio);
        const wide = Math.max(high * ratio, LEAST_PX);
        const [boxWide, boxHigh] = [Math.round(several ? Math.min(wide, 2 * ROW_PX) : wide), Math.round(Math.max(high, LEAST_PX))];
        return { "--wide": `${boxWide}px`, aspectRatio: `${boxWide} / ${boxHigh}` };
      },
      onClick(event) {
        const link = event.currentTarget;
        if (!link.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const links = [...link.closest(".log").querySelectorAll("a.picture[data-large]")];
        window.messenger.lightbox.open(links.map((one) => ({ name: one.dataset.name, large: one.dataset.large, small: one.querySelector("img").src, original: one.href })), links.indexOf(link), this.texts);
      },
    },
  };

  return { tray, list };
})();
