"""Emoji reactions to messages."""

from peewee import CharField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.message import Message
from messenger.models.user import User


class Reaction(Table):
    """One person's reaction to one message with one emoji."""

    message = reference(Message, on_delete='CASCADE', index=False, backref='reactions')
    message_id: int
    user = reference(User, on_delete='CASCADE')
    user_id: int
    emoji = CharField(32)
    created_at = UtcField(default=now)

    class Meta:
        indexes = ((('message', 'user', 'emoji'), True),)
