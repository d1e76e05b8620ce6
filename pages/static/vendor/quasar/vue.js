// The Vue of the page, which NiceGUI makes a global: Quasar and our components must use the same one. The names are
// those that Quasar's parts import; esbuild says which one is missing. To import them from a global without names would
// copy all of Vue for each file of Quasar, in every window.
export const {
  Teleport, Transition, TransitionGroup, computed, createApp, defineComponent, getCurrentInstance, h, inject, markRaw,
  nextTick, onActivated, onBeforeMount, onBeforeUnmount, onBeforeUpdate, onDeactivated, onMounted, onUnmounted,
  onUpdated, reactive, ref, toRaw, unref, watch, withDirectives,
} = window.Vue;
