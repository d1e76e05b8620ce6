// The field for choosing people: Quasar's select, with people found by both names and by the rule of the switcher.
import { fuzzyMatch } from "../switcher/fuzzy_match.js";

const POPUP_OPEN = "nicegui-select-popup-open"; // NiceGUI's styles then keep the page from scrolling

/** @type {VuePart} */
export const PeopleSelect = {
  template: `
    <q-select ref="qRef" :options="shown" @filter="filter" @popup-show="setOpen(true)" @popup-hide="setOpen(false)"
      @update:model-value="$refs.qRef.hidePopup()">
      <template v-for="(_, slot) in $slots" v-slot:[slot]="slotProps"><slot :name="slot" v-bind="slotProps || {}"/>
      </template>
    </q-select>`,
  props: { options: Array },
  data() {
    return { shown: this.options };
  },
  created() {
    this.fits = this.options.map((option) => [option, [option.label, option.username].map(fuzzyMatch.ready)]);
  },
  unmounted() {
    this.setOpen(false);
  },
  methods: {
    filter(typed, update) {
      update(() => {
        this.shown = typed.trim() ? this.find(typed) : this.options;
      });
    },
    /** The people whose names fit, best first. */
    find(typed) {
      const score = (names) => Math.max(...names.map((name) => fuzzyMatch.score(name, typed)));
      return this.fits
        .map(([option, names]) => ({ option, score: score(names) }))
        .filter((found) => found.score > 0)
        .sort((a, b) => b.score - a.score)
        .map(({ option }) => option);
    },
    setOpen(isOpen) {
      document.documentElement.classList.toggle(POPUP_OPEN, isOpen);
    },
  },
};
