"""Rooms, direct conversations among them."""

from peewee import BooleanField, CharField, Expression, IntegerField, ModelSelect

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User

OPEN, CLOSED, DIRECT = 'open', 'closed', 'direct'


class Room(Table):
    """A place to talk. `last_seq` numbers its messages, `revision` its changes, both without gaps.

    `name_key` is the folded name, unique among rooms that are not in the bin; `direct_key` names the set of people of
    a direct conversation. `everyone_may_call`: whether `@all` is for all members, not for owners only.
    """

    kind = CharField(8, default=CLOSED)
    name = CharField(80, default='')
    name_key = CharField(160, null=True, unique=True)
    topic = CharField(200, default='')
    direct_key = CharField(null=True, unique=True)
    owners_only = BooleanField(default=False)
    everyone_may_call = BooleanField(default=False)
    last_seq = IntegerField(default=0)
    revision = IntegerField(default=0)
    created_by = reference(User, null=True, on_delete='SET NULL')
    created_at = UtcField(default=now)
    last_message_at = UtcField(null=True)
    deleted_at = UtcField(null=True, index=True)
    deleted_by = reference(User, null=True, on_delete='SET NULL', backref='deleted_rooms')

    @property
    def is_direct(self) -> bool:
        """Whether this is a direct conversation."""
        return bool(self.kind == DIRECT)

    @classmethod
    def living(cls) -> ModelSelect:
        """Rooms that are not in the bin."""
        return cls.select().where(cls.is_living())

    @classmethod
    def is_living(cls) -> Expression:
        """The condition that a room is not in the bin."""
        return cls.deleted_at.is_null()
