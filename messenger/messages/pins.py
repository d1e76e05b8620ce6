"""Pins: messages that a room keeps within easy reach."""

from msgspec.structs import asdict

from messenger import access, rate_limits
from messenger.database.engine import after_commit, read, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import NotAllowed, NotFound
from messenger.events import MessagePinned
from messenger.messages import messages
from messenger.messages import rows as message_rows
from messenger.models import Message, Pin, User
from messenger.models.message import StoredMessage
from messenger.payloads import MessageRow, PinnedRow
from messenger.pubsub import publish

LIMIT = 100

_PINNED = Prepared(
    lambda: (
        Message.select(*Message.columns())
        .join(Pin)
        .where(Pin.room == slot('room'), Message.deleted_at.is_null())
        .order_by(Pin.id.desc())
    )
)


async def put(user_id: int, message_id: int, *, on: bool) -> MessageRow:
    """Pin a message for everyone in its room, or unpin it; repeating this changes nothing. Returns the row.

    Raises LimitReached, NotFound, NotAMember, and NotAllowed if the room already has LIMIT pins.
    """
    rate_limits.take('pin', user_id)
    return await write(_put, user_id, message_id, on)


def _put(user_id: int, message_id: int, on: bool) -> MessageRow:
    message, seat = access.message_for(user_id, message_id, access.Permission.WRITE)
    if not message.rules.may_mark or message.deleted_at is not None:
        raise NotFound
    pinned = Pin.message == message_id
    if Pin.select().where(pinned).exists() == on:
        return message_rows.row_of_message(message_id)[1]
    if not on:
        Pin.delete().where(pinned).execute()
    elif Pin.select().where(Pin.room == seat.room.id).count() >= LIMIT:
        raise NotAllowed
    else:
        Pin.create(message=message_id, room=seat.room.id, user=user_id)
    pinned_now = MessagePinned(seat.room.id, message.seq, messages.revise(message), on)
    after_commit(publish, f'room:{seat.room.id}', pinned_now)
    return message_rows.row_of_message(message_id)[1]


async def list_pinned(user_id: int, room_id: int) -> list[PinnedRow]:
    """The pinned messages of a room, the last pinned first: rows with `by`, their authors. Raises NotFound."""
    return await read(_list_pinned, user_id, room_id)


def _list_pinned(user_id: int, room_id: int) -> list[PinnedRow]:
    access.room_for(user_id, room_id)
    rows = message_rows.build_rows(room_id, [StoredMessage(*columns) for columns in _PINNED(room=room_id)])
    people = {user.id: user.summary() for user in User.select().where(User.id.in_({row.author for row in rows}))}
    return [PinnedRow(**asdict(row), by=people[row.author]) for row in rows]
