"""A toast that says what was done, with a button that undoes it."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from nicegui import Client, ui

from messenger.i18n import _
from pages.components.dialog import run
from pages.components.lasting import lasting
from pages.components.markup import tag

SHOWN_S, FADE_S = 10.0, 0.2

_toasts: WeakKeyDictionary[Client, ui.element] = WeakKeyDictionary()


def offer_undo(text: str, undo: Callable[[], Any]) -> None:
    """Show the toast in place of the page's previous one; it disappears after SHOWN_S seconds or one click."""
    client = ui.context.client
    _delete(_toasts.pop(client, None))
    with client.content:
        toast = _toasts[client] = tag('div', classes='toast with-button', role='status')

        async def press() -> None:
            _delete(toast)
            await run(undo)

        with toast:
            tag('span', text)
            tag('button', _('Undo'), classes='button plain small', type='button').on('click', lasting(press))
            ui.timer(SHOWN_S - FADE_S, lambda: toast.classes('fading'), once=True)
            ui.timer(SHOWN_S, lambda: _delete(toast), once=True)


def _delete(toast: ui.element | None) -> None:
    if toast is not None and not toast.is_deleted:
        toast.delete()
