"""The Python side of the sidebar element."""

from functools import cache
from typing import Any

import orjson
from nicegui import ui

from messenger import i18n
from messenger.i18n import _, forms, pgettext
from pages.components import page_data


class Sidebar(ui.element, component='sidebar.js'):
    """Shows `rooms` (entries of rooms.members) and keeps them up to date.

    Emits `new-room` and `new-message` when their buttons are pressed, and `user-menu` when the person's avatar is.
    """

    def __init__(self, *, me: dict[str, Any], rooms: list[dict[str, Any]], site: str, place: str) -> None:
        super().__init__()
        page_data.facts(self.client, 'room-list', orjson.dumps(rooms))
        self.props.update(me=me, site=site, place=place, texts=_texts(i18n.language.get()))


@cache
def _texts(_language: str) -> dict[str, str | dict[str, str]]:
    return {
        'main': _('Main'),
        'jump': _('Search or jump to…'),
        'rooms': _('Rooms'),
        'users': _('Users'),
        'profile': _('Profile'),
        'admin': pgettext('pages', 'Admin'),
        'log_out': _('Log out'),
        'logged_in': _('Logged in as {nick}'),
        'directs': _('Direct messages'),
        'room_list': _('Room list'),
        'new_room': _('Create a room'),
        'new_message': _('Write to someone'),
        'unread': forms('{count} unread', '{count} unread'),
        'no_rooms': _('No rooms yet'),
        'no_directs': _('Nobody yet'),
        'notes': _('Notes to self'),
        'group_of_two': _('{nick} (group)'),
        'alone': _('Only you are left'),
        'online': _('online'),
        'away': _('away'),
        'muted': _('muted'),
        'quiet': _('Do not disturb'),
        'draft': _('draft'),
    }
