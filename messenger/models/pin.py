"""Pinned messages."""

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.message import Message
from messenger.models.room import Room
from messenger.models.user import User


class Pin(Table):
    """A message pinned in its room, and who pinned it."""

    message = reference(Message, on_delete='CASCADE', unique=True)
    message_id: int
    room = reference(Room, on_delete='CASCADE')
    room_id: int
    user = reference(User, on_delete='CASCADE')
    user_id: int
    pinned_at = UtcField(default=now)
