// <short-count>: a number in a badge that Python draws, shortened as in those drawn here.
import { shownCount } from "../i18n.js";

class ShortCount extends HTMLElement {
  connectedCallback() {
    this.textContent = String(shownCount(Number(this.getAttribute("number"))));
  }
}
customElements.define("short-count", ShortCount);
