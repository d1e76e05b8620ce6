"""The menu at a person's own avatar: profile, notes, theme."""

from functools import partial

from nicegui import ui

from messenger import addresses
from messenger.i18n import _
from messenger.reading import unread
from pages.components import direct_dialog, quiet_dialog
from pages.components.client_call import client_call
from pages.components.menu import item, menu
from pages.components.refusals import show_errors

SET_THEME = {
    'system': client_call('messenger.setTheme("system")'),
    'light': client_call('messenger.setTheme("light")'),
    'dark': client_call('messenger.setTheme("dark")'),
}


def open_menu(viewer_id: int) -> None:
    """Open the menu at the person's avatar."""

    async def read_everything() -> None:
        with show_errors():
            await unread.mark_all_read(viewer_id)

    with menu('#me'):
        item(_('My profile'), partial(ui.navigate.to, addresses.PROFILE))
        item(_('My public page'), partial(ui.navigate.to, addresses.user(viewer_id)))
        item(_('Notes to self'), partial(direct_dialog.open_with, viewer_id, []))
        ui.separator()
        item(_('Mark all as read'), read_everything)
        item(_('Do not disturb'), partial(quiet_dialog.open_dialog, viewer_id))
        ui.separator()
        for theme, label in theme_labels().items():
            item(label, partial(ui.run_javascript, SET_THEME[theme]), classes=f'theme-choice {theme}')


def theme_labels() -> dict[str, str]:
    """The labels of the themes; SET_THEME sets them on this device."""
    return {'system': _('Same as system'), 'light': _('Light'), 'dark': _('Dark')}
