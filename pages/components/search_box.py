"""A search field that searches while the person types."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from pages.components.markup import tag

PAUSE_S = 0.2
WORDS_LIMIT_CHARS = 500


def search_box(label: str, search: Callable[[str], Any], *, value: str = '') -> ui.element:
    """A field labelled `label`; `search` is called with its text, at most once in PAUSE_S."""
    box = tag('input', type='text', classes='search', aria_label=label, placeholder=label, autocomplete='off')
    box.props.update({'inputmode': 'search', 'enterkeyhint': 'search', 'autocapitalize': 'off'})
    box.props['^value'] = value  # the attribute: with the property, each redraw of the page would undo typing

    def handle(event: Any) -> Any:
        return search(event.args[:WORDS_LIMIT_CHARS] if isinstance(event.args, str) else '')

    box.on('input', handle, js_handler='(event) => emit(event.target.value)', throttle=PAUSE_S, leading_events=False)
    return box
