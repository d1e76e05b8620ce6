"""Plain elements with text and attributes, passed as data and never parsed."""

from typing import Any

from nicegui import ui

from pages.components import icons
from pages.socket import nicegui_internals


def tag(name: str, text: str = '', *, classes: str = '', **attributes: Any) -> ui.element:
    """An element `name` with plain `text`; underscores in attribute names become dashes."""
    element = ui.element(name).classes(classes)
    element.props.update({key.rstrip('_').replace('_', '-'): value for key, value in attributes.items()})
    if text:
        nicegui_internals.set_text(element, text)
    return element


def icon_button(icon: str, label: str, **attributes: Any) -> ui.element:
    """A button with an icon and the accessible name `label`."""
    button = tag('button', classes='icon-button', aria_label=label, title=label, type='button', **attributes)
    button.props['innerHTML'] = icons.icon(icon)
    return button


def head(title: str, hint: str = '', *, is_wide: bool = False) -> ui.element:
    """Build the header of a page that is not a conversation; return the container for its tools.

    `is_wide`: what is below it is as wide as the tables of the admin pages.
    """
    with tag('header', classes='head page-head wide-head' if is_wide else 'head page-head'):
        with tag('div', classes='titles'):
            tag('h1', title)
            if hint:
                tag('p', hint)
        return tag('div', classes='tools')
