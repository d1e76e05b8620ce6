"""A search field that asks while one types."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from pages.components.markup import tag

PAUSE_S = 0.2
WORDS_LIMIT_CHARS = 500


def search_box(label: str, search: Callable[[str], Any], *, value: str = '') -> ui.element:
    """A field called `label`; `search` gets what is in it, at most once in PAUSE_S."""
    box = tag('input', type='text', classes='search', aria_label=label, placeholder=label, autocomplete='off')
    box.props.update({'inputmode': 'search', 'enterkeyhint': 'search', 'autocapitalize': 'off'})
    box.props['^value'] = value  # the attribute: as a property, each drawing of the page would undo what was typed

    def heard(event: Any) -> Any:
        return search(event.args[:WORDS_LIMIT_CHARS] if isinstance(event.args, str) else '')

    box.on('input', heard, js_handler='(event) => emit(event.target.value)', throttle=PAUSE_S, leading_events=False)
    return box
