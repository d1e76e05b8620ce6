// NiceGUI's way to the field for choosing people, which is in pages/client/people/people_select.js.
export { PeopleSelect as default } from "messenger";
