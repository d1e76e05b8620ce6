"""A combobox in which several people are chosen by typing parts of their names."""

from nicegui import ui

# Quasar hears Escape at the window and closes what was opened last: between the choice of one person and the new list
# that is the dialog around, with all that was entered; so the key ends here
KEEP_DIALOG = '(event) => event.stopPropagation()'
# a filter that is still at work would open the list again
STAY_CLOSED = '() => [0, 60, 250].forEach((ms) => setTimeout(() => getElement(%d)?.$refs.qRef?.hidePopup(), ms))'


def people_choice(label: str, known: dict[int, str], chosen: list[int]) -> ui.select:
    """The combobox; its `value` is a list of ids. Escape closes its list and nothing else."""
    choice = ui.select(known, label=label, value=chosen, multiple=True, with_input=True).classes('wide')
    choice.props('outlined use-chips input-debounce=0 options-dense transition-duration=0')
    choice.on('keydown.escape', js_handler=KEEP_DIALOG)
    choice.on('keyup.escape', js_handler=STAY_CLOSED % choice.id)
    return choice
