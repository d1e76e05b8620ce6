// How one message is drawn. `chat` is the element Chat: its texts, its people, and what its buttons do.
import { text } from "../i18n.js";
import { iconHtml } from "../icons.js";
import "./icon_masks.js";
import { fileList } from "./file_list.js";
import { isLong, withCurrentNicks } from "./room_rows.js";

const MARKS = `
  <button v-if="row.edited" class="link" :title="chat.moment.format(new Date(row.edited))"
    @click="chat.$emit('revisions', row.number)">{{ text('edited') }}</button>
  <span v-if="row.pinned">${iconHtml("pin")}{{ text('pinned') }}</span>`;

/** @type {VuePart} */
export const messageRow = {
  template: `
  <article class="msg" tabindex="-1" :data-id="row.number ?? row.key" :data-seq="row.seq" :data-state="row.state"
    :class="{ first: row.first, mine: row.mine, lit, named: row.named, held, edited: edits }"
    :style="held ? { top: chat.view.lift } : null">
    <img v-if="row.first" class="avatar" :src="row.author.avatar" alt="">
    <time v-else class="gutter" :datetime="row.at" :title="row.full">{{ row.time }}</time>
    <div v-if="row.first" class="who">
      <b>{{ row.author.nick }}</b><time :datetime="row.at" :title="row.full">{{ row.time }}</time>
      <span v-if="row.edited || row.pinned" class="marks">${MARKS}</span>
    </div>
    <span v-else class="visually-hidden">{{ row.author.nick }}</span>
    <button v-if="row.reply" class="quote" @click="chat.goTo(row.reply.seq)">
      <b>{{ chat.people[row.reply.author.id]?.nick ?? row.reply.author.nick }}</b> <span>{{
        row.reply.text || text('deleted') }}</span>
    </button>
    <div v-if="row.deleted" class="body trace">{{ text('deleted') }}
      <button v-if="chat.undoable[row.number]" class="link" @click="chat.act('undelete', row)">{{
        text('undo') }}</button></div>
    <div v-else-if="row.html" class="body" :class="{ folded }" v-html="html"></div>
    <div v-else-if="row.body" class="body plain" :class="{ folded }">{{ row.body }}</div>
    <button v-if="long && !row.deleted" class="link unfold" :aria-expanded="String(!folded)"
      @click="isOpen = folded">{{ folded ? text('show_more') : text('show_less') }}</button>
    <file-list v-if="row.files || row.keys" :files="row.files" :keys="row.keys"></file-list>
    <div v-if="!row.first && (row.edited || row.pinned)" class="marks">${MARKS}</div>
    <div v-if="row.reactions" class="reactions" role="group" :aria-label="text('reactions')">
      <button v-for="reaction in row.reactions" :key="reaction.emoji" :title="chat.namesOf(reaction)"
        :aria-pressed="reaction.users.includes(chat.me.id)"
        :aria-label="reaction.emoji + ' ' + reaction.users.length + ', ' + chat.namesOf(reaction)"
        @click="chat.react(row, reaction.emoji, !reaction.users.includes(chat.me.id))"
        @contextmenu.prevent="chat.$emit('reactors', row.number)">
        {{ reaction.emoji }} <b>{{ reaction.users.length }}</b></button>
    </div>
    <div v-if="row.state !== 'sent'" class="state" :class="row.state">
      <template v-if="row.state === 'failed'">
        <span role="alert">{{ text('failed', { reason: row.reason }) }}</span>
        <button class="button plain small" @click="chat.retry(row)">{{ text('try_again') }}</button>
        <button class="button plain small" @click="chat.copy(row)">{{ text('copy') }}</button>
        <button class="button plain small" @click="chat.discard(row)">{{ text('discard') }}</button>
      </template>
      <template v-else>{{ chat.online && !row.isLate ? text('sending') : text('kept') }}</template>
    </div>
    <button v-if="row.seenBy" class="seen" :tabindex="focused ? 0 : -1" @click="chat.say(chat.seenText(row))"
      :aria-label="chat.seenText(row)" :title="chat.seenText(row)">
      <img v-for="id in row.seenBy.slice(0, 2)" :key="id" class="avatar" :src="chat.people[id]?.avatar" alt="">
      <span v-if="row.seenBy.length > 2">+{{ row.seenBy.length - 2 }}</span>
    </button>
    <div v-if="row.number && row.state === 'sent' && !row.deleted" class="actions" role="toolbar"
      :aria-label="text('message_actions')">
      <span v-if="held && chat.mayWrite" class="quick">
        <button v-for="emoji in chat.quick" :key="emoji" @click="chat.quickly(row, emoji)">{{ emoji }}</button></span>
      <button v-for="name in chat.actionsOf(row)" :key="name" class="icon-button" :tabindex="focused ? 0 : -1"
        :aria-label="text('action_' + name)" :title="text('action_' + name)" :data-name="name"
        @click="chat.act(name, row, $event)"></button>
      <button v-if="held" class="icon-button" data-name="close" :aria-label="text('cancel')"
        @click="chat.view.held = null"></button>
    </div>
  </article>`,
  components: { FileList: fileList },
  props: { chat: Object, row: Object, lit: Boolean, held: Boolean, focused: Boolean, edits: Boolean },
  data() {
    return { isOpen: false };
  },
  computed: {
    html: ({ row, chat }) => withCurrentNicks(row, chat.people, chat.me.id),
    long: ({ row, chat }) => isLong(row.body, chat.isPhone),
    /** A message that a link or a search led to is shown in full. */
    folded: (message) => message.long && !message.isOpen && !message.lit,
  },
  methods: { text },
};
