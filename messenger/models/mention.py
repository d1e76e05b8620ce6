"""Who is mentioned in which message."""

from peewee import Expression, IntegerField, Node

from messenger.models.base import Table, reference
from messenger.models.message import Message
from messenger.models.room import Room
from messenger.models.user import User


class Mention(Table):
    """A message mentions a person, or everyone in the room (`user` is null); `room` and `seq` are the message's."""

    message = reference(Message, on_delete='CASCADE', backref='mentions')
    message_id: int
    room = reference(Room, on_delete='CASCADE', index=False)
    room_id: int
    seq = IntegerField()
    user = reference(User, on_delete='CASCADE', null=True)
    user_id: int | None

    class Meta:
        indexes = ((('room', 'seq', 'user'), False),)

    @classmethod
    def is_of(cls, user_id: int | Node) -> Expression:
        """The condition that a mention includes this person."""
        return (cls.user == user_id) | cls.user.is_null()
