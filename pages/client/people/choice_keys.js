// Keeps the list of a field with a choice out of the way: closed after a choice, and closed first by Escape.
import { closeList } from "../shell/back_button.js";

const BOUNCE_MS = 500,
  POPUP_OPEN = "nicegui-select-popup-open"; // NiceGUI's styles then keep the page from scrolling

/** Quasar listens for Escape on the window and closes what was opened last: the list, or the dialog around it. */
export class ChoiceKeys {
  /** @param {() => any} field the Quasar select */
  constructor(field) {
    this.field = field;
    this.wasOpen = this.isForList = false;
    this.escapedAt = -Infinity;
  }

  opened(isOpen) {
    this.wasOpen ||= isOpen;
    document.documentElement.classList.toggle(POPUP_OPEN, isOpen);
  }

  /** Enter chooses the first person found. */
  markFirst(select) {
    select.setOptionIndex(-1);
    select.moveOptionSelection(1, true);
  }

  /** Make room for the next name. The list would cover the buttons of the dialog; typing or a click opens it again. */
  chose() {
    this.field()?.updateInputValue("", true, true);
    this.field()?.hidePopup();
  }

  /** The first Escape after the list was open is for the list, even if a choice has closed it; the next, the dialog. */
  escapeDown(event) {
    this.isForList = this.wasOpen || event.timeStamp - this.escapedAt < BOUNCE_MS;
    if (!this.isForList) return;
    if (this.wasOpen) this.escapedAt = event.timeStamp;
    this.wasOpen = false;
    event.stopPropagation();
  }

  escapeUp() {
    if (this.isForList) closeList(() => this.field()?.hidePopup());
  }
}
