"""A combobox in which several people are chosen by typing parts of their names."""

from typing import Any

from nicegui import ui

# Quasar hears Escape at the window and closes what was opened last: between the choice of one person and the new list
# that is the dialog around, with all that was entered; so the key ends here
KEEP_DIALOG = '(event) => event.stopPropagation()'
# Quasar names the field but not its list, and wraps the options in something that can have the focus
NAME_LIST = """() => setTimeout(() => {
  const field = document.getElementById("c%d"), list = document.getElementById(field?.getAttribute("aria-controls"));
  const wrap = list?.querySelector(".q-virtual-scroll__content");
  list?.setAttribute("aria-label", field.ariaLabel);
  wrap?.setAttribute("role", "presentation");
  wrap?.removeAttribute("tabindex");
})"""
STAY_CLOSED = '() => window.messenger.layers.shut(%d)'


class PeopleSelect(ui.select):
    """A select whose options never change.

    NiceGUI's own makes them all again at each change of any property, and watches each for changes: with 200 names a
    dialog took 12 ms of the event loop, and 32 where all were chosen.
    """

    def __init__(self, known: dict[int, str], **settings: Any) -> None:
        self._choices = {
            person_id: {'value': place, 'label': nick} for place, (person_id, nick) in enumerate(known.items())
        }
        super().__init__(known, **settings)

    def _update_options(self) -> None:
        dict.__setitem__(self.props, 'options', list(self._choices.values()))  # as it is, not watched
        dict.__setitem__(self.props, self.VALUE_PROP, self._value_to_model_value(self.value))

    def _value_to_model_value(self, value: Any) -> list[dict[str, Any]]:
        return [self._choices[person_id] for person_id in value or [] if person_id in self._choices]


def people_choice(label: str, known: dict[int, str], chosen: list[int]) -> PeopleSelect:
    """The combobox; its `value` is a list of ids. Escape closes its list and nothing else."""
    choice = PeopleSelect(known, label=label, value=chosen, multiple=True, with_input=True).classes('wide')
    # on a phone Quasar would open a dialog of its own, without a name, instead of the list
    choice.props('behavior=menu outlined use-chips input-debounce=0 options-dense transition-duration=0')
    choice.on('popup-show', js_handler=NAME_LIST % choice.id)
    choice.on('keydown.escape', js_handler=KEEP_DIALOG)
    choice.on('keyup.escape', js_handler=STAY_CLOSED % choice.id)
    return choice
