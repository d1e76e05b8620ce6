"""Rooms, people and commands for the switcher."""

from typing import Any

from messenger import access, addresses, notifications, rate_limits
from messenger.database.engine import read, search
from messenger.i18n import _, pgettext
from messenger.live.connection import Connection
from messenger.live.fields import Fields
from messenger.models.room import DIRECT
from messenger.people import directory
from messenger.rooms import directs, members, summaries

PEOPLE_SENT = 300


async def places(window: Connection, fields: Fields) -> dict[str, Any]:
    """Return everything if `begun` is empty; otherwise the people whose nick contains it."""
    rate_limits.take('places', window.user_id)
    begun = fields.text('begun')[:100]
    found = await (search if begun else read)(directory.found, begun, limit=PEOPLE_SENT)
    persons = [user.brief() for user in found.people if user.id != window.user_id]
    if begun:
        return {'people': persons}
    viewer, entries = await read(lambda: (access.user_for(window.user_id), members.entries(window.user_id)))
    entries = notifications.numbered(viewer.level, entries)
    entries.sort(key=lambda entry: (-bool(entry['number']), -entry['last_at']))
    return {
        'rooms': [_room(entry, window.user_id) for entry in entries],
        'people': persons,
        'has_more': found.total > len(found.people),
        'commands': _commands(is_admin=viewer.is_admin),
        'texts': _texts(),
    }


async def direct(window: Connection, fields: Fields) -> dict[str, Any]:
    """Open the direct conversation with `user`."""
    return {'room': await directs.open_with(window.user_id, [fields.number('user')])}


def _room(entry: dict[str, Any], viewer_id: int) -> dict[str, Any]:
    others = [one for one in entry['people'] if one['id'] != viewer_id]
    shown = (others or entry['people'])[:1] if entry['kind'] == DIRECT else []
    return {
        'id': entry['id'],
        'kind': entry['kind'],
        'title': summaries.title(entry, viewer_id, _('Notes to self')),
        'picture': shown[0]['avatar'] if shown else None,
        'with': others[0]['id'] if len(others) == 1 and not entry['is_group'] else None,
        'unread': entry['number'],
    }


def _commands(*, is_admin: bool) -> list[dict[str, Any]]:
    commands: list[dict[str, Any]] = [
        {'name': _('Rooms'), 'href': addresses.ROOMS},
        {'name': _('Users'), 'href': addresses.USERS},
        {'name': _('Profile'), 'href': addresses.PROFILE},
        {'name': _('Search'), 'href': addresses.SEARCH},
        {'name': _('Mark all as read'), 'ask': 'read_all'},
        {'name': _('Light theme'), 'theme': 'light'},
        {'name': _('Dark theme'), 'theme': 'dark'},
        {'name': _('System theme'), 'theme': 'system'},
        {'name': _('Keyboard shortcuts'), 'help': True},
        {'name': _('Log out'), 'post': addresses.LOG_OUT},
    ]
    return [*commands, {'name': pgettext('pages', 'Admin'), 'href': addresses.ADMIN}] if is_admin else commands


def _texts() -> dict[str, Any]:
    return {
        'search': _('Search for “{words}”'),
        'person': pgettext('to a person', 'Message'),
        'nothing': _('No matches.'),
        'shortcuts': _('Keyboard shortcuts'),
        'close': _('Close'),
        'keys': [
            ('Ctrl K', _('Go to a room, person or command')),
            ('Enter', _('Send')),
            ('Shift Enter', _('New line')),
            ('↑', _('Edit your last message')),
            ('Esc', _('Close menu, dialog or panel')),
            ('Alt ↑ ↓', _('Previous or next room')),
            ('Alt Shift ↑ ↓', _('Previous or next unread room')),
            ('Ctrl B', _('Bold')),
            ('Ctrl I', _('Italic')),
            ('Ctrl E', _('Code')),
            ('?', _('This list')),
        ],
    }
