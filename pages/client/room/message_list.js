// The messages of a conversation, by day. It has its own component, so that typing does not draw it again.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import { messageRow } from "./message_row.js";

/** @type {VuePart} */
export const messageList = {
  template: `
    <div class="lane" :class="{ alone: chat.isAwaited || (chat.ready && !chat.hasOlder && chat.beginning.isBare) }">
      <h2 class="visually-hidden">{{ text('messages') }}</h2>
      <p v-if="chat.isAwaited" class="room-awaited" role="status">{{ text('room_awaited') }}</p>
      <div v-else-if="chat.skeleton" class="skeletons" aria-hidden="true">
        <div v-for="n in 7" :key="n" class="skeleton">
          <i></i><span :style="{ width: 30 + (n * 37) % 55 + '%' }"></span></div>
      </div>
      <div v-if="chat.ready && !chat.hasOlder" class="start" :class="{ bare: chat.beginning.isBare }">
        <span v-if="chat.beginning.isBare" class="emblem">${iconHtml("rooms")}</span>
        <b>{{ chat.beginning.title }}</b><p v-if="chat.beginning.hint">{{ chat.beginning.hint }}</p>
        <button v-if="chat.beginning.mayAdd" class="button" @click="chat.$emit('edit', chat.id)">{{
          text('add_people') }}</button></div>
      <div v-for="day in chat.days" :key="day.id">
        <div class="day" role="separator"><span>{{ day.label }}</span></div>
        <template v-for="row in day.rows" :key="row.id">
          <div v-if="row.type === 'fresh'" class="fresh" role="separator">{{ text('new') }}</div>
          <div v-else-if="row.type === 'notice'" class="notice" role="note" :data-seq="row.seq">{{ row.text }}
            <time :datetime="row.at" :title="row.full">{{ row.time }}</time></div>
          <message-row v-else :chat="chat" :row="row" :lit="row.seq === view.lit" :held="row.seq === view.held"
            :focused="row.seq === view.focused" :edits="chat.isEdited(row)"></message-row>
        </template>
      </div>
    </div>`,
  components: { MessageRow: messageRow },
  props: { chat: Object },
  computed: { view: (list) => list.chat.view },
  methods: { text },
};
