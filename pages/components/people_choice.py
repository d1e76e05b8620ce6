"""A combobox in which several people are chosen by typing parts of their names."""

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


def people_choice(label: str, known: dict[int, str], chosen: list[int]) -> ui.select:
    """The combobox; its `value` is a list of ids. Escape closes its list and nothing else."""
    choice = ui.select(known, label=label, value=chosen, multiple=True, with_input=True).classes('wide')
    # on a phone Quasar would open a dialog of its own, without a name, instead of the list
    choice.props('behavior=menu outlined use-chips input-debounce=0 options-dense transition-duration=0')
    choice.on('popup-show', js_handler=NAME_LIST % choice.id)
    choice.on('keydown.escape', js_handler=KEEP_DIALOG)
    choice.on('keyup.escape', js_handler=STAY_CLOSED % choice.id)
    return choice
