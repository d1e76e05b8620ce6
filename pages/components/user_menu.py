"""The menu behind a person's own picture: profile, notes, look."""

from nicegui import ui

from messenger.services import directs
from messenger.texts import _
from pages.components.menu import item, menu
from pages.components.refusals import told

THEMES = ('system', 'light', 'dark')


def open_menu(anchor: ui.element, viewer_id: int) -> None:
    """Open the menu at the person's picture."""
    labels = {'system': _('Follow the system'), 'light': _('Light'), 'dark': _('Dark')}
    with menu(anchor):
        item(_('My profile'), lambda: ui.navigate.to('/profile'))
        item(_('My public page'), lambda: ui.navigate.to(f'/users/{viewer_id}'))
        item(_('Notes to self'), lambda: write_notes(viewer_id))
        ui.separator()
        for theme in THEMES:
            item(labels[theme], lambda theme=theme: choose_theme(theme))


def choose_theme(theme: str) -> None:
    """Show the page in one of THEMES from now on, on this device."""
    ui.run_javascript({t: f'messenger.setTheme("{t}")' for t in THEMES}[theme])


async def write_notes(viewer_id: int) -> None:
    """Open the person's notes to self."""
    with told() as refusals:
        room_id = await directs.open_with(viewer_id, [])
    if not refusals:
        ui.navigate.to(f'/rooms/{room_id}')
