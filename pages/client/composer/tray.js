// The tray above the composer: the files that go with the next message, and the drop zone.
import { on } from "../events.js";
import { ntext, text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import { touch } from "../media.js";
import { endingOf, sizeOf } from "../room/file_facts.js";
import { uploads } from "../unsent.js";
import { listenForFiles } from "./incoming_files.js";
import { longPaste } from "./long_paste.js";
import { labelOf, lackOf, mayRetry, stageOf } from "./tray_texts.js";

/** @type {VuePart} */
export const tray = {
  template: `
    <div class="tray-place">
      <input ref="input" type="file" multiple hidden tabindex="-1" @change="onChoose">
      <div v-if="hasFolder" class="lane note" role="alert"><span>{{ text('folder') }}</span>
        <button class="icon-button" :aria-label="text('dismiss')" :title="text('dismiss')"
          @click="hasFolder = false">${iconHtml("close")}</button>
      </div>
      <p v-if="taken.length > limit" class="lane parts" role="status">{{ partsText }}</p>
      <p class="visually-hidden" role="status">{{ isPasted && files.length ? text('pasted') : "" }}</p>
      <ul v-if="files.length" class="tray lane" :aria-label="text('tray')">
        <li v-for="file in files" :key="file.key" :data-state="file.state"
          :class="{ noted: lackOf(file), pasted: file.pasted }">
          <img v-if="file.kind === 'picture' && file.url" class="mark" :src="file.url" alt="">
          <i v-else class="mark" :data-ending="endingOf(file.name).length" aria-hidden="true">{{
            endingOf(file.name) }}</i>
          <div class="what">
            <b :title="file.name">{{ file.name }}</b>
            <small v-if="file.state === 'failed'" class="bad" role="alert">{{ file.reason }}</small>
            <small v-else>{{ sizeOf(file.size) }}<template v-if="file.pasted">
              · {{ ntext('lines', file.pasted.lines) }}</template><template v-if="file.state === 'waiting'">
              · {{ stageOf(file) }}</template></small>
            <small v-if="lackOf(file)" role="status">{{ lackOf(file) }}</small>
          </div>
          <button v-if="mayRetry(file)" class="button plain small"
            :aria-label="text('retry_file', { name: file.name })" @click="retry(file)">{{ text('try_again') }}</button>
          <button v-if="fitsAsText(file)" class="button plain small" @click="putAsText(file)">{{
            text('as_text') }}</button>
          <button class="icon-button" :aria-label="labelOf(file)" :title="labelOf(file)"
            @click="discard(file)">${iconHtml("close")}</button>
          <progress v-if="file.state === 'waiting'" :value="file.progress" max="1"
            :aria-label="text('uploading', { name: file.name })"></progress>
        </li>
      </ul>
      <div v-if="dragging" class="drop-zone" aria-hidden="true"><b>{{ text('drop', { room: title }) }}</b></div>
    </div>`,
  props: { room: Number, title: String, limit: Number, typed: Object },
  emits: ["change"],
  data() {
    return { files: [], dragging: false, hasFolder: false, isPasted: false };
  },
  computed: {
    /** The files that go with the next message; refused ones stay in the tray with their reason. */
    taken() {
      return this.files.filter((file) => file.state !== "failed");
    },
    partsText() {
      const { limit, taken } = this;
      return ntext("parts", Math.ceil(taken.length / limit), { files: taken.length, limit });
    },
  },
  watch: {
    room() {
      this.hasFolder = false;
      this.read();
    },
  },
  mounted() {
    const update = (room) => {
      if (room === this.room) this.read();
    };
    this.ends = ["uploads", "uploading", "outbox"].map((type) => on(type, update));
    this.area = this.$el.closest(".chat");
    const { onDrag: drag, onFiles: add, pasteText } = this;
    this.ends.push(listenForFiles(this.area, { drag, add, pasteText }));
    this.read();
  },
  unmounted() {
    this.ends.forEach((end) => end());
  },
  methods: {
    ntext,
    text,
    sizeOf,
    endingOf,
    stageOf,
    labelOf,
    lackOf,
    mayRetry,
    read() {
      this.files = uploads.of(this.room);
      this.$emit("change", this.taken.length);
    },
    /** Choose files of any kind, or on a phone, take a picture. */
    choose(isTaken = false) {
      const { input } = this.$refs;
      input.accept = isTaken ? "image/*" : "";
      input.toggleAttribute("capture", isTaken);
      input.click();
    },
    onFiles(files, hasFolder) {
      this.hasFolder = hasFolder;
      this.add(files);
    },
    onChoose(event) {
      this.add([...event.target.files]);
      event.target.value = "";
    },
    /** Resolves with the keys of the files. */
    async add(files, pasted) {
      if (!files.length) return [];
      const adding = Promise.all([this.adding, uploads.add(this.room, files, pasted)]).finally(() => {
        if (this.adding === adding) this.adding = null;
      });
      this.adding = adding;
      if (!touch.matches) this.area.querySelector("textarea")?.focus();
      return (await adding)[1];
    },
    /** The keys of the files to send. */
    take() {
      this.hasFolder = false;
      return this.taken.map((file) => file.key);
    },
    retry(file) {
      uploads.retry([file.key]);
    },
    discard(file) {
      uploads.discard([file.key]);
      this.area.querySelector("textarea")?.focus();
    },
    onDrag(isOver) {
      this.dragging = isOver;
    },
    /** Take a long text as a file; it stays text while a message is edited, which gets no files. */
    pasteText(pasted, field) {
      const { limit, isEditing } = this.typed,
        names = this.files.map(({ name }) => name);
      const long = isEditing ? null : longPaste.fileOf(pasted, field, limit, text("pasted_name"), names);
      if (!long) return false;
      longPaste.removeEmptyBlock(field);
      this.add([long[0]], long[1]);
      this.isPasted = true;
      return true;
    },
    /** Whether a long paste has room in the message. */
    fitsAsText({ pasted }) {
      return pasted && !this.typed.isEditing && pasted.chars <= this.typed.left;
    },
    async putAsText(file) {
      const putBack = (content) => this.add([new File([content], file.name, { type: content.type })], file.pasted);
      await longPaste.putAsText(uploads, file, this.area.querySelector("textarea"), putBack);
    },
  },
};
