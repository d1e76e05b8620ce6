"""The menu at a person's own avatar: profile, notes, theme."""

from functools import partial
from typing import Any

from nicegui import ui

from messenger import addresses
from messenger.i18n import _
from messenger.people import profiles
from messenger.reading import unread
from pages.components import direct_dialog, quiet_dialog
from pages.components.client_call import client_call
from pages.components.menu import item, label, menu
from pages.components.refusals import show_errors

SET_THEME = {
    'system': client_call('messenger.setTheme("system")'),
    'light': client_call('messenger.setTheme("light")'),
    'dark': client_call('messenger.setTheme("dark")'),
}
# the form in the sidebar, which asks about unsent text first
LOG_OUT = f'document.querySelector(\'form[action="{addresses.LOG_OUT}"]\').requestSubmit()'


async def open_menu(viewer_id: int) -> None:
    """Open the menu at the person's avatar."""

    async def read_everything() -> None:
        with show_errors():
            await unread.mark_all_read(viewer_id)

    with show_errors():
        user = await profiles.get_own(viewer_id)
        with menu('#me'):
            label(user.nick)
            item(_('My profile'), partial(ui.navigate.to, addresses.PROFILE), icon='profile')
            item(_('My public page'), partial(ui.navigate.to, addresses.user(viewer_id)), icon='card')
            item(_('Notes to self'), partial(direct_dialog.open_with, viewer_id, []), icon='note')
            ui.separator()
            item(_('Mark all as read'), read_everything, icon='check')
            item(_('Do not disturb'), partial(quiet_dialog.open_dialog, viewer_id), icon='muted')
            ui.separator()
            label(_('Theme'))
            for theme, name in theme_labels().items():
                choose: Any = partial(ui.run_javascript, SET_THEME[theme])
                item(name, choose, icon=theme, classes=f'theme-choice {theme}')
            ui.separator()
            leave: Any = partial(ui.run_javascript, LOG_OUT)
            item(_('Log out'), leave, icon='log_out')


def theme_labels() -> dict[str, str]:
    """The labels of the themes; SET_THEME sets them on this device."""
    return {'system': _('Same as system'), 'light': _('Light'), 'dark': _('Dark')}
