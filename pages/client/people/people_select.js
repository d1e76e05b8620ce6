// The field for choosing people: Quasar's select, with people found by both names and by the rule for names.
import { ChoiceKeys } from "./choice_keys.js";
import { nameMatch } from "./name_match.js";

/** @type {VuePart} */
export const PeopleSelect = {
  template: `
    <q-select ref="qRef" :options="shown" @filter="filter" @update:model-value="$nextTick(() => keys.chose())"
      @popup-show="keys.opened(true)" @popup-hide="keys.opened(false)"
      @keydown.escape="keys.escapeDown($event)" @keyup.escape="keys.escapeUp()">
      <template v-for="(_, slot) in $slots" v-slot:[slot]="slotProps"><slot :name="slot" v-bind="slotProps || {}"/>
      </template>
    </q-select>`,
  props: { options: Array },
  data() {
    return { shown: this.options, keys: new ChoiceKeys(() => this.$refs.qRef) };
  },
  created() {
    this.names = this.options.map((option) => [option, [option.label, option.username].map(nameMatch.formsOf)]);
  },
  unmounted() {
    this.keys.opened(false);
  },
  methods: {
    filter(typed, update) {
      const find = () => (this.shown = nameMatch.fitting(typed, this.names));
      update(find, (select) => typed && this.keys.markFirst(select));
    },
  },
};
