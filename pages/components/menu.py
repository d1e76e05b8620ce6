"""A menu that is built when it is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui


@contextmanager
def menu(parent: ui.element, *, target: str = '') -> Iterator[None]:
    """Build a menu in `parent` and open it there, or at the element that the CSS selector `target` finds.

    It is gone from the page once it is closed.
    """
    with parent, ui.menu() as shown:
        shown.props('no-parent-event anchor="bottom right" self="top right" auto-close')
        if target:
            shown._props['target'] = target
        shown.on('hide', shown.delete)
        yield
    shown.open()


def item(label: str, act: Callable[[], Any], *, danger: bool = False) -> None:
    """One line of the menu."""
    line = ui.menu_item(label, act, auto_close=True).props('role=menuitem')
    if danger:
        line.classes('danger')
