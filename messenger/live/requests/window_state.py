"""A window's state and its notifications: typing, idle, and a preview of new messages in other rooms."""

from typing import Any

from messenger import access, notifications, rate_limits
from messenger.access import Need
from messenger.database.engine import read
from messenger.i18n import ngettext
from messenger.live import people, presence_broadcast, typing
from messenger.live.connection import Connection
from messenger.live.fields import Fields
from messenger.people import presence
from messenger.rooms import summaries


async def begin_typing(window: Connection, fields: Fields) -> dict[str, Any]:
    """Show that this person is typing in `room`, unless they hide their presence or one person blocks the other."""
    room_id = fields.number('room')
    rate_limits.take('typing', window.user_id)
    seat = await read(access.room_for, window.user_id, room_id, Need.POST)
    if not presence.is_hidden(window.user_id) and not seat.is_closed:
        typing.notices.value.note(room_id, window.user_id, seat.user.nick)
    return {}


async def rest(window: Connection, fields: Fields) -> dict[str, Any]:
    """Mark this window idle, or active again (`idle`)."""
    rate_limits.take('idle', window.user_id)
    resting, person = fields.truth('idle'), people.person_of(window)
    if resting != window.is_resting:
        window.is_resting = resting
        presence.rest(window.user_id, resting=resting)
        presence_broadcast.reckon(window.user_id, person.directs)
    return {}


async def glance(window: Connection, fields: Fields) -> dict[str, Any]:
    """Notification for `room`, where messages from `seq` on are new: `title`, `text`, `icon`, the `seq` to open at.

    `sound`: whether to play a sound. Empty if this person does not want the notification.
    """
    room_id, seq = fields.number('room'), fields.number('seq')
    rate_limits.take('glance', window.user_id)
    found = await notifications.glance(window.user_id, room_id, seq)
    if found is None:
        return {}
    nick, text = found.author['nick'], found.text
    title = summaries.title(found.face, window.user_id, nick)
    more = found.count - 1
    if more:
        text += '\n' + ngettext('and {count} more message', 'and {count} more messages', more).format(count=more)
    return {
        'title': nick if title == nick else f'{nick} · {title}',
        'text': text,
        'icon': found.author['avatar'],
        'seq': found.seq,
        'sound': found.plays_sound,
    }
