"""The texts of the sidebar, the switcher and the connection status."""

from messenger.i18n import _, forms, pgettext


def texts() -> dict[str, str | dict[str, str]]:
    """The texts by key."""
    return _sidebar() | _switcher() | _shortcuts() | _connection()


def _sidebar() -> dict[str, str | dict[str, str]]:
    return {
        'main': _('Main'),
        'jump': _('Search or jump to…'),
        'page_rooms': _('Rooms'),
        'page_users': _('Users'),
        'page_profile': _('Profile'),
        'page_admin': pgettext('pages', 'Admin'),
        'log_out': _('Log out'),
        'logged_in': _('Logged in as {nick}'),
        'directs': _('Direct messages'),
        'room_list': _('Room list'),
        'new_room': _('Create a room'),
        'new_message': _('Write to someone'),
        'unread': forms('{count} unread', '{count} unread'),
        'more_unread': _('More unread'),
        'unread_above': _('More unread above'),
        'unread_below': _('More unread below'),
        'no_rooms': _('No rooms yet'),
        'no_directs': _('Nobody yet'),
        'muted': _('muted'),
        'quiet': _('Do not disturb'),
        'draft': _('draft'),
    }


def _switcher() -> dict[str, str | dict[str, str]]:
    return {
        'switch_to': _('Go to'),
        'close': _('Close'),
        'search_for': _('Search for “{words}”'),
        'write_to': pgettext('to a person', 'Message'),
        'no_matches': _('No matches.'),
        'group_rooms': _('Rooms'),
        'group_people': _('People'),
        'group_commands': _('Commands'),
        'group_messages': _('Messages'),
        'page_search': _('Search'),
        'mark_all_read': _('Mark all as read'),
        'theme_light': _('Light theme'),
        'theme_dark': _('Dark theme'),
        'theme_system': _('System theme'),
    }


def _shortcuts() -> dict[str, str | dict[str, str]]:
    return {
        'shortcuts': _('Keyboard shortcuts'),
        'shortcut_switcher': _('Go to a room, person or command'),
        'shortcut_send': _('Send'),
        'shortcut_line': _('New line'),
        'shortcut_edit': _('Edit your last message'),
        'shortcut_close': _('Close menu, dialog or panel'),
        'shortcut_rooms': _('Previous or next room'),
        'shortcut_unread': _('Previous or next unread room'),
        'shortcut_bold': _('Bold'),
        'shortcut_italic': _('Italic'),
        'shortcut_code': _('Code'),
        'shortcut_list': _('This list'),
    }


def _connection() -> dict[str, str | dict[str, str]]:
    return {
        'connection_online': _('Online'),
        'connection_reconnecting': _('Reconnecting…'),
        'connection_offline': _('Offline: your messages are kept and will be sent'),
    }
