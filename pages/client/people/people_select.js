// The field for choosing people: Quasar's select, with people found by both names and by the rule for names.
import { ChoiceKeys } from "./choice_keys.js";
import { nameMatch } from "./name_match.js";
import { iconHtml } from "../icons.js";

/** @type {VuePart} */
export const PeopleSelect = {
  template: `
    <q-select ref="qRef" :options="shown" @filter="filter" @update:model-value="$nextTick(() => keys.chose())"
      @popup-show="keys.opened(true)" @popup-hide="keys.opened(false)"
      @keydown.escape="keys.escapeDown($event)" @keyup.escape="keys.escapeUp()">
      <template v-slot:option="{ itemProps, opt }">
        <q-item v-bind="itemProps" :aria-label="opt.label"><img class="avatar small" :src="opt.avatar" alt="">
          <span class="grow"><b>{{ opt.label }}</b><small v-if="opt.username !== opt.label">{{ opt.username }}</small>
          </span></q-item>
      </template>
      <template v-slot:selected-item="{ opt, index, tabindex, removeAtIndex }">
        <span class="person-chip"><img class="avatar" :src="opt.avatar" alt=""><span>{{ opt.label }}</span>
          <button class="icon-button" type="button" :tabindex :aria-label="$q.lang.label.remove + ' ' + opt.label"
            @click.stop="removeAtIndex(index)" v-html="cross"></button></span>
      </template>
      <template v-for="(_, slot) in $slots" v-slot:[slot]="slotProps"><slot :name="slot" v-bind="slotProps || {}"/>
      </template>
    </q-select>`,
  props: { options: Array },
  data() {
    return { shown: this.options, keys: new ChoiceKeys(() => this.$refs.qRef), cross: iconHtml("close") };
  },
  created() {
    this.names = this.options.map((option) => [option, [option.label, option.username].map(nameMatch.formsOf)]);
  },
  unmounted() {
    this.keys.opened(false);
  },
  methods: {
    /** Only people who are not chosen yet are listed. */
    filter(typed, update) {
      const chosen = new Set(this.$attrs["model-value"]?.map((option) => option.value));
      const find = () =>
        (this.shown = nameMatch.fitting(typed, this.names).filter((option) => !chosen.has(option.value)));
      update(find, (select) => typed && this.keys.markFirst(select));
    },
  },
};
