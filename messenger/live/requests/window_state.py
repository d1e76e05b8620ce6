"""A window's state and its notifications: typing, idle, and a preview of new messages in other rooms."""

from msgspec import Struct

from messenger import access, notifications
from messenger.access import Permission
from messenger.database.engine import read
from messenger.i18n import ngettext
from messenger.live.connection import Connection
from messenger.live.fields import Number, Request
from messenger.live.requests.answers import Done
from messenger.people import presence
from messenger.rooms import titles


class BeginTyping(Request, frozen=True):
    """Show the other windows with this room that one is typing."""

    room: Number


async def begin_typing(window: Connection, request: BeginTyping) -> Done:
    """Pass it on, unless this person hides their presence or one person blocks the other."""
    seat = await read(access.room_for, window.user_id, request.room, Permission.POST)
    if not presence.is_hidden(window.user_id) and not seat.is_blocked:
        window.hub.typing.note(request.room, window.user_id, seat.user.nick)
    return Done()


class SetIdle(Request, frozen=True):
    """Say that nobody uses this window, or that somebody uses it again."""

    idle: bool


async def set_idle(window: Connection, request: SetIdle) -> Done:
    """Mark this window idle, or active again."""
    is_idle, person = request.idle, window.hub.person_of(window)
    if is_idle != window.is_idle:
        window.is_idle = is_idle
        presence.set_idle(window.user_id, is_idle=is_idle)
        window.hub.presence.reckon(window.user_id, person.directs)
    return Done()


class AskPreview(Request, frozen=True):
    """Ask for a notification of the new messages in a room, which are those from `seq` on."""

    room: Number
    seq: Number


class Preview(Struct, frozen=True):
    """A notification: `icon` is the address of a picture, `seq` the message to open the room at."""

    title: str
    text: str
    icon: str
    seq: int
    sound: bool


async def preview(window: Connection, request: AskPreview) -> Preview | Done:
    """Prepare the notification; empty if this person does not want it."""
    preview_data = await notifications.preview(window.user_id, request.room, request.seq)
    if preview_data is None:
        return Done()
    nick, text = preview_data.author.nick, preview_data.text
    title = titles.title_for(preview_data.room, window.user_id)
    more = preview_data.count - 1
    if more:
        text += '\n' + ngettext('and {count} more message', 'and {count} more messages', more).format(count=more)
    return Preview(
        title=nick if title == nick else f'{nick} · {title}',
        text=text,
        icon=preview_data.author.avatar,
        seq=preview_data.seq,
        sound=preview_data.plays_sound,
    )
