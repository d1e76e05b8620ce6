"""A menu that is built when it is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui


@contextmanager
def menu(anchor: ui.element | str) -> Iterator[None]:
    """Build a menu and open it at an element, or at what a CSS selector finds (for what a template or Vue drew).

    It is gone from the page once it is closed.
    """
    with ui.context.client.content if isinstance(anchor, str) else anchor, ui.menu() as shown:
        shown.props('no-parent-event anchor="bottom right" self="top right" auto-close')
        if isinstance(anchor, str):
            shown._props['target'] = anchor
        shown.on('hide', shown.delete)
        yield
    shown.open()


def item(label: str, act: Callable[[], Any], *, classes: str = '', danger: bool = False) -> None:
    """One line of the menu."""
    line = ui.menu_item(label, act, auto_close=True).props('role=menuitem').classes(classes)
    if danger:
        line.classes('danger')
