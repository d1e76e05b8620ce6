"""Drafts: messages that people have started to write."""

from peewee import TextField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.room import Room
from messenger.models.user import User


class Draft(Table):
    """A person's unsent text for a room; `changed_at` is when it was typed, by the device's own clock."""

    user = reference(User, on_delete='CASCADE', index=False)
    user_id: int
    room = reference(Room, on_delete='CASCADE')
    room_id: int
    body = TextField()
    changed_at = UtcField(default=now)

    class Meta:
        indexes = ((('user', 'room'), True),)
