// The Vue of the page, which NiceGUI makes a global: Quasar and our components must use the same one.
module.exports = window.Vue;
