// The files of a message: pictures sized before they load, players for sound and video, cards for the others.
import { on } from "../events.js";
import { text } from "../i18n.js";
import { uploads } from "../unsent.js";
import { addressOf, boxOf, endingOf, sizeOf, viewerAddressOf, whyNoPreview } from "./file_facts.js";
import { lightbox } from "./lightbox.js";

/** @type {VuePart} */
export const fileList = {
  template: `
    <div class="files">
      <div v-if="pictures.length" class="pictures" :class="{ several: pictures[1], many: pictures[4] }"
        :data-rest="pictures.length % 3">
        <a v-for="file in pictures" :key="file.id ?? file.key" class="picture" :title="file.name"
          :href="file.id && !keys ? address(file) : null" :data-large="largeOf(file)" :data-name="file.name"
          :data-type="file.type" :data-pixels="file.width * file.height" :style="boxOf(file)" @click="onClick">
          <img :src="file.url ?? address(file, 'small')" :alt="file.name" decoding="async" draggable="false">
          <span v-if="file.type === 'image/gif'" class="tag" aria-hidden="true">GIF</span>
          <progress v-if="file.state === 'waiting'" :value="file.progress" max="1"
            :aria-label="text('uploading', { name: file.name })"></progress>
        </a>
      </div>
      <template v-for="file in others" :key="file.id ?? file.key">
        <video v-if="file.kind === 'video' && plays(file)" controls playsinline preload="metadata"
          :src="file.url ?? address(file)" :aria-label="file.name" @error="onBroken(file)"></video>
        <audio v-if="file.kind === 'audio' && plays(file)" controls preload="metadata"
          :src="file.url ?? address(file)" :aria-label="file.name" @error="onBroken(file)"></audio>
        <text-file v-if="file.kind === 'text' && file.id && !keys" :file="file"
          :closed="others.length > 4"></text-file>
        <div v-else class="file" :class="{ slim: ['audio', 'video'].includes(file.kind) && plays(file) }">
          <i class="mark" :data-ending="endingOf(file.name).length" aria-hidden="true">{{ endingOf(file.name) }}</i>
          <div class="what">
            <a v-if="file.id && !keys" :href="address(file)" :download="file.name">{{ file.name }}</a>
            <b v-else>{{ file.name }}</b>
            <small v-if="file.state === 'failed'" class="bad">{{ file.reason }}</small>
            <small v-else>{{ sizeOf(file.size) }}</small>
            <small v-if="whyNoPreview(file)">{{ whyNoPreview(file) }}</small>
          </div>
          <progress v-if="file.state === 'waiting'" :value="file.progress" max="1"
            :aria-label="text('uploading', { name: file.name })"></progress>
        </div>
      </template>
      <small v-if="isQueued" class="turn">{{ text('queued') }}</small>
      <small v-for="file in refused" :key="'why' + file.key" class="bad">{{ file.name }}: {{ file.reason }}</small>
    </div>`,
  props: { files: Array, keys: Array },
  data() {
    return { waiting: [], broken: {} };
  },
  computed: {
    all() {
      return this.keys ? this.waiting : (this.files ?? []).map((file) => ({ ...file, url: uploads.shownAs(file.id) }));
    },
    pictures() {
      return this.all.filter((file) => file.kind === "picture");
    },
    others() {
      return this.all.filter((file) => file.kind !== "picture");
    },
    isQueued() {
      return this.all.some((file) => file.queued);
    },
    refused() {
      return this.pictures.filter((file) => file.state === "failed");
    },
  },
  watch: {
    keys: {
      immediate: true,
      handler() {
        this.read();
      },
    },
  },
  mounted() {
    this.ends = ["uploads", "uploading"].map((type) => on(type, () => this.read()));
  },
  unmounted() {
    this.ends.forEach((end) => end());
  },
  methods: {
    text,
    sizeOf,
    endingOf,
    address: addressOf,
    whyNoPreview,
    read() {
      if (this.keys) this.waiting = uploads.list(this.keys);
    },
    onBroken(file) {
      this.broken[file.id ?? file.key] = true;
    },
    plays(file) {
      return !this.broken[file.id ?? file.key];
    },
    largeOf(file) {
      return file.id && !this.keys ? viewerAddressOf(file) : null;
    },
    boxOf(file) {
      return boxOf(file, this.pictures.length > 1);
    },
    onClick(event) {
      const link = event.currentTarget;
      if (!link.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      lightbox.openAt(link);
    },
  },
};
