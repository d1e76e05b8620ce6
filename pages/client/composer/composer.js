// The template of the composer, as a component of its own, so that typing redraws nothing else. `chat` is the Chat.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import { tray } from "./tray.js";

const COLLAPSE_MS = 250; // a tap elsewhere ends before anything moves

/** @type {VuePart} */
export const composer = {
  template: `
  <footer v-if="chat.room && (chat.room.has_blocked || !chat.mayWrite)" class="composer">
    <div v-if="chat.room.has_blocked" class="lane join" role="status">
      <span>{{ text('has_blocked', { nick: chat.companion?.nick }) }}</span>
      <button class="button" @click="chat.companion && chat.$emit('unblock', chat.companion.id)">{{
        text('unblock') }}</button></div>
    <div v-else class="lane join"><span>{{ text('looking') }}</span>
      <button class="button" @click="chat.$emit('join', chat.room.id)">{{
        text('join', { room: chat.title }) }}</button></div>
  </footer>
  <footer v-else-if="chat.mayWrite" :key="'write:' + chat.id" class="composer">
    <div class="lane typing" role="status" :aria-live="chat.announcesTyping ? 'polite' : 'off'">{{
      chat.typingNote }}</div>
    <div v-if="chat.connectionNote" class="lane connection-note" aria-hidden="true">{{ chat.connectionNote }}</div>
    <div v-if="view.outsiders.length" class="lane note" role="status">
      <span>{{ text('outsiders', { people: view.outsiders.map((person) => person.nick).join(", ") }) }}</span>
      <template v-if="view.mayAdd">
        <button class="button plain small" @click="chat.addOutsiders">{{ text('add_them') }}</button>
        <button class="button plain small" @click="view.outsiders = []">{{ text('leave_it') }}</button></template>
      <button v-else class="icon-button" :aria-label="text('close')" :title="text('close')"
        @click="view.outsiders = []">${iconHtml("close")}</button>
    </div>
    <div v-for="{ name, suggestion } in view.unmatched" :key="name" class="lane note" role="status">
      <span>{{ text('unmatched', { name }) }}</span>
      <button v-if="suggestion" class="button plain small" @click="chat.correctMention(name, suggestion.nick)">{{
        text('did_you_mean', { nick: suggestion.nick }) }}</button></div>
    <div v-if="view.uncalled" class="lane note" role="status"><span>{{ text('uncalled') }}</span>
      <button class="icon-button" :aria-label="text('close')" :title="text('close')"
        @click="view.uncalled = false">${iconHtml("close")}</button></div>
    <div v-if="editing || answering" class="lane note">
      <span v-if="editing">{{ text('editing') }}</span>
      <span v-else>{{ text('replying', { nick: chat.people[answering.author]?.nick }) }}
        <q>{{ answering.text }}</q></span>
      <button class="icon-button" :aria-label="text('cancel')" :title="text('cancel')" @click="chat.cancel">
        ${iconHtml("close")}</button>
    </div>
    <file-tray ref="tray" :room="chat.id" :title="chat.title" :limit="chat.filesMax"
      :typed="{ limit: chat.limit, left: chat.charsLeft, isEditing: Boolean(editing) }"
      @change="chat.attached = $event"></file-tray>
    <div class="lane box" :class="{ idle: !isUsed && !chat.draft }" @focusout="onLeave">
      <textarea ref="input" :value="chat.draft" rows="1" data-formatted :aria-label="text('message')"
        :placeholder="chat.placeholder" aria-describedby="composer-note" @input="chat.onInput" @keydown="chat.onKey"
        @focus="isUsed = true"></textarea>
      <div class="box-tools">
        <button type="button" class="icon-button attach" :aria-label="text('attach')" :title="text('attach')"
          @click="$refs.tray.choose()">${iconHtml("plus")}</button>
        <button type="button" class="icon-button camera" :aria-label="text('camera')" :title="text('camera')"
          @click="$refs.tray.choose(true)">${iconHtml("camera")}</button>
        <button type="button" class="icon-button emoji" :aria-label="text('emoji')" :title="text('emoji')"
          @click="chat.insertEmoji">${iconHtml("react")}</button>
        <button type="button" class="icon-button format-bar" :aria-label="text('formatting')"
          :title="text('formatting')" :aria-expanded="String(chat.showsFormats)"
          @click="chat.formatting.open = chat.showsFormats = !chat.showsFormats">
          ${iconHtml("formatting")}</button>
        <div v-if="chat.showsFormats" class="formats" role="toolbar" :aria-label="text('formatting')">
          <button v-for="(kind, index) in chat.formatting.kinds" :key="kind" type="button" class="icon-button"
            :tabindex="index ? -1 : 0" :data-format="kind" :aria-label="text('format_' + kind)"
            :title="chat.formatting.title(kind, text('format_' + kind))">
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="chat.icons[kind]"/></svg></button>
        </div>
        <span id="composer-note" class="count" :class="{ over: chat.charsLeft < 0 }"
          :role="chat.charsLeft < 0 ? 'alert' : null">{{ chat.countText }}</span>
        <button class="button send" :disabled="!chat.sendable" @click="chat.send">
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path :d="chat.icons[editing ? 'check' : 'up']"/>
          </svg><span>{{ editing ? text('save') : text('send') }}</span></button>
      </div>
    </div>
  </footer>`,
  components: { FileTray: tray },
  props: { chat: Object },
  data() {
    return { isUsed: false };
  },
  computed: {
    view: ({ chat }) => chat.view,
    editing: ({ chat }) => chat.editing,
    answering: ({ chat }) => chat.answering,
  },
  methods: {
    text,
    /** On a phone the composer is one row until it is used. */
    onLeave({ currentTarget, relatedTarget }) {
      if (currentTarget.contains(relatedTarget)) return;
      setTimeout(() => {
        this.isUsed = currentTarget.contains(document.activeElement);
      }, COLLAPSE_MS);
    },
  },
};
