"""A menu that is built when it opens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui

from pages.components import icons, layers
from pages.components.client_call import client_handler
from pages.components.lasting import lasting
from pages.components.markup import tag

# arrow keys move through the items and wrap around; a letter moves to the next item beginning with it (WAI-ARIA "Menu")
WALK = """(event) => {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")],
    at = items.indexOf(document.activeElement);
  const ways = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1, Home: 0, End: -1 };
  let next = items.at(ways[event.key] % items.length);
  if (!(event.key in ways)) {
    if (event.key.length > 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
    const begins = (item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    next = [...items.slice(at + 1), ...items].find(begins);
  }
  event.preventDefault();
  next?.focus();
}"""
# runs once the menu is fully open: keep the focused item if the user has moved while it opened
BEGIN = """() => {
  const menu = document.getElementById("c%d");
  if (!menu?.querySelector("[role=menuitem]:focus")) menu?.querySelector("[role=menuitem]")?.focus();
}"""
MENU = 'menu'
GIVE_BACK = client_handler('messenger.refocus()')


@contextmanager
def menu(anchor: ui.element | str) -> Iterator[None]:
    """Build a menu and open it at an element, or at a CSS selector (for elements drawn by a template or Vue).

    It replaces an open menu, and is deleted from the page when it closes.
    """
    with ui.context.client.content if isinstance(anchor, str) else anchor, ui.menu() as shown:
        shown.props('no-parent-event anchor="bottom right" self="top right" auto-close')
        if isinstance(anchor, str):
            shown.props['target'] = anchor
        shown.on('show', js_handler=BEGIN % shown.id)
        shown.on('keydown', js_handler=WALK)
        shown.on('hide', js_handler=GIVE_BACK)
        layers.put(MENU, shown)
        yield
    shown.open()


def item(label: str, act: Callable[[], Any], *, icon: str = '', classes: str = '', danger: bool = False) -> None:
    """Add an item to the menu."""
    element = ui.menu_item(label, lasting(act), auto_close=True).props('role=menuitem').classes(classes)
    if icon:
        with element:
            picture = tag('span', classes='menu-icon')
        picture.props['innerHTML'] = icons.icon(icon)
        picture.move(target_index=0)
    if danger:
        element.classes('danger')


def label(text: str) -> None:
    """Add a heading over the next items."""
    tag('div', text, classes='menu-label')
