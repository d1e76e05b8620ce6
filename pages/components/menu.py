"""A menu that is built when it is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui


@contextmanager
def menu(anchor: ui.element) -> Iterator[None]:
    """Build a menu on `anchor` and open it; it is gone from the page once it is closed."""
    with anchor, ui.menu() as shown:
        shown.props('no-parent-event anchor="bottom right" self="top right" auto-close')
        shown.on('hide', shown.delete)
        yield
    shown.open()


def item(label: str, act: Callable[[], Any], *, danger: bool = False) -> None:
    """One line of the menu."""
    line = ui.menu_item(label, act, auto_close=True).props('role=menuitem')
    if danger:
        line.classes('danger')
