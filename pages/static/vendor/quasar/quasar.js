// What our pages use of Quasar, as the global that NiceGUI expects; `make quasar` builds `built.js` from it.
import { h } from "vue";
import QCheckbox from "quasar/src/components/checkbox/QCheckbox.js";
import QDialog from "quasar/src/components/dialog/QDialog.js";
import QInput from "quasar/src/components/input/QInput.js";
import QItem from "quasar/src/components/item/QItem.js";
import QItemSection from "quasar/src/components/item/QItemSection.js";
import QMenu from "quasar/src/components/menu/QMenu.js";
import QOptionGroup from "quasar/src/components/option-group/QOptionGroup.js";
import QSelect from "quasar/src/components/select/QSelect.js";
import QSeparator from "quasar/src/components/separator/QSeparator.js";
import installQuasar from "quasar/src/install-quasar.js";
import Dark from "quasar/src/plugins/dark/Dark.js";
import iconSet from "quasar/src/plugins/icon-set/IconSet.js";
import lang from "quasar/src/plugins/lang/Lang.js";
import Notify from "quasar/src/plugins/notify/Notify.js";

// Our styles lay out the page. Quasar's own boxes measure the window, which lays out the half-built page once more, and
// its QPage is a `main`, as is our element inside.
const box = (name, className) => ({
  name,
  setup: (_, { slots }) => () => h("div", { class: className }, slots.default?.()),
});
const QLayout = box("QLayout", "q-layout"),
  QPageContainer = box("QPageContainer", "q-page-container"),
  QPage = box("QPage", "q-page");

const components = {
  ...{ QCheckbox, QDialog, QInput, QItem, QItemSection, QLayout, QMenu, QOptionGroup, QPage, QPageContainer },
  ...{ QSelect, QSeparator },
};
const plugins = { Dark, Notify };

window.Quasar = {
  version: __QUASAR_VERSION__,
  install: (app, options) => installQuasar(app, { components, plugins, ...options }),
  lang,
  Lang: lang, // so the files of its languages call it
  iconSet,
  ...components,
  ...plugins,
};
