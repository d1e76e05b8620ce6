"""A combobox for choosing several people by typing parts of their names."""

from typing import Any

from nicegui import ui

from messenger.people.directory import Named
from pages.components.icons import quasar_icon

# Quasar labels the field but not its list, and wraps the options in a focusable element
NAME_LIST = """() => setTimeout(() => {
  const field = document.getElementById("c%d"), list = document.getElementById(field?.getAttribute("aria-controls"));
  const wrap = list?.querySelector(".q-virtual-scroll__content");
  list?.setAttribute("aria-label", field.ariaLabel);
  wrap?.setAttribute("role", "presentation");
  wrap?.removeAttribute("tabindex");
})"""


class PeopleSelect(ui.select, component='people_select.js'):
    """A select for people, given by id; these options never change.

    NiceGUI's own select rebuilds them at each change of any property, and watches each for changes: with 200 names a
    dialog took 12 ms of the event loop, and 32 ms with all of them chosen.
    """

    def __init__(self, names: dict[int, Named], **settings: Any) -> None:
        self._choices = {
            person_id: {'value': position, 'label': name.nick, 'username': name.username, 'avatar': name.avatar}
            for position, (person_id, name) in enumerate(names.items())
        }
        super().__init__({person_id: name.nick for person_id, name in names.items()}, **settings)

    def _update_options(self) -> None:
        dict.__setitem__(self.props, 'options', list(self._choices.values()))  # plain, without watching for changes
        dict.__setitem__(self.props, self.VALUE_PROP, self._value_to_model_value(self.value))

    def _value_to_model_value(self, value: Any) -> list[dict[str, Any]]:
        return [self._choices[person_id] for person_id in value or [] if person_id in self._choices]


def people_choice(label: str, names: dict[int, Named], chosen: list[int]) -> PeopleSelect:
    """The combobox; its `value` is a list of ids. Escape closes only its list."""
    choice = PeopleSelect(names, label=label, value=chosen, multiple=True, with_input=True).classes('wide')
    # by default, Quasar opens its own dialog without a label on a phone, instead of the list
    choice.props('behavior=menu outlined use-chips input-debounce=0 options-dense transition-duration=0')
    choice.props('popup-content-class=people-list')
    choice.props['dropdown-icon'] = quasar_icon('chevron')
    choice.on('popup-show', js_handler=NAME_LIST % choice.id)
    return choice
