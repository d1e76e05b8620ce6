// The field for choosing people: Quasar's select, with people found by both names and by the rule for names.
import { nameMatch } from "./name_match.js";

const POPUP_OPEN = "nicegui-select-popup-open"; // NiceGUI's styles then keep the page from scrolling

/** @type {VuePart} */
export const PeopleSelect = {
  template: `
    <q-select ref="qRef" :options="shown" @filter="filter" @popup-show="setOpen(true)" @popup-hide="setOpen(false)">
      <template v-for="(_, slot) in $slots" v-slot:[slot]="slotProps"><slot :name="slot" v-bind="slotProps || {}"/>
      </template>
    </q-select>`,
  props: { options: Array },
  data() {
    return { shown: this.options };
  },
  created() {
    this.names = this.options.map((option) => [option, [option.label, option.username].map(nameMatch.formsOf)]);
  },
  unmounted() {
    this.setOpen(false);
  },
  methods: {
    filter(typed, update) {
      update(() => {
        this.shown = nameMatch.fitting(typed, this.names);
      });
    },
    setOpen(isOpen) {
      document.documentElement.classList.toggle(POPUP_OPEN, isOpen);
    },
  },
};
