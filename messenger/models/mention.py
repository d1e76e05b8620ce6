"""Who is mentioned in which message."""

from typing import Any

from peewee import Expression, IntegerField

from messenger.models.base import Table, reference
from messenger.models.message import Message
from messenger.models.room import Room
from messenger.models.user import User


class Mention(Table):
    """A message mentions a person, or everyone in the room (`user` is null); `room` and `seq` are the message's."""

    message = reference(Message, on_delete='CASCADE', backref='mentions')
    room = reference(Room, on_delete='CASCADE', index=False)
    seq = IntegerField()
    user = reference(User, on_delete='CASCADE', null=True)

    class Meta:
        indexes = ((('room', 'seq', 'user'), False),)

    @classmethod
    def is_of(cls, user_id: Any) -> Expression:
        """The condition that a mention includes this person."""
        return (cls.user == user_id) | cls.user.is_null()
