"""Plain elements with text and attributes, passed as data and never parsed."""

from typing import Any

from nicegui import ui

from pages.socket import nicegui_internals

ICONS = {
    'menu': 'M4 7h16M4 12h16M4 17h16',
    'more': 'M4.2 12h1.6M11.2 12h1.6M18.2 12h1.6',
    'close': 'M6 6l12 12M18 6 6 18',
    'search': 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4',
    'panel': 'M4 5h16v14H4zM15 5v14',
    'people': 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5',
}


def tag(name: str, text: str = '', *, classes: str = '', **attributes: Any) -> ui.element:
    """An element `name` with plain `text`; underscores in attribute names become dashes."""
    element = ui.element(name).classes(classes)
    element.props.update({key.rstrip('_').replace('_', '-'): value for key, value in attributes.items()})
    if text:
        nicegui_internals.set_text(element, text)
    return element


def icon_button(icon: str, label: str, **attributes: Any) -> ui.element:
    """A button with an icon and the accessible name `label`."""
    inside = f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS[icon]}"/></svg>'
    button = tag('button', classes='icon-button', aria_label=label, title=label, type='button', **attributes)
    button.props['innerHTML'] = inside
    return button


def head(title: str, hint: str = '') -> ui.element:
    """Build the header of a page that is not a conversation; return the container for its tools."""
    with tag('header', classes='head'):
        with tag('div', classes='titles'):
            tag('h1', title)
            if hint:
                tag('p', hint)
        return tag('div', classes='tools')
