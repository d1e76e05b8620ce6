"""Rooms, including direct conversations."""

from collections.abc import Iterable

from peewee import BooleanField, CharField, Expression, IntegerField, ModelSelect

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User

OPEN, CLOSED, DIRECT = 'open', 'closed', 'direct'


def direct_key_of(people: Iterable[int]) -> str:
    """The `direct_key` of the conversation between exactly these people (ids)."""
    return ','.join(map(str, sorted({*people})))


def is_group(kind: str, direct_key: str | None) -> bool:
    """Whether a room is a direct conversation of several people, even if only one or two of them are left."""
    return kind == DIRECT and (direct_key is None or direct_key.count(',') > 1)


class Room(Table):
    """A room for messages. `last_seq` numbers its messages and `revision` its changes, both without gaps.

    `name_key` is the folded name, unique among rooms that are not in the bin. `direct_key` identifies the people in a
    direct conversation; it is null once somebody has left: if the same people talk again, they start a new one.
    `everyone_may_call`: whether all members may use `@all`, not only owners.
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
    created_by_id: int | None
    created_at = UtcField(default=now)
    last_message_at = UtcField(null=True)
    deleted_at = UtcField(null=True, index=True)
    deleted_by = reference(User, null=True, on_delete='SET NULL', backref='deleted_rooms')
    deleted_by_id: int | None

    @property
    def is_direct(self) -> bool:
        """Whether this is a direct conversation."""
        return self.kind == DIRECT

    @property
    def is_group(self) -> bool:
        """Whether this is a direct conversation of several people, which can be left."""
        return is_group(self.kind, self.direct_key)

    @classmethod
    def is_group_key(cls) -> Expression:
        """The condition that a room is a direct conversation of several people, see `is_group`."""
        return (cls.kind == DIRECT) & (cls.direct_key.is_null() | (cls.direct_key ** '%,%,%'))

    @classmethod
    def living(cls) -> 'ModelSelect[Room]':
        """Rooms that are not in the bin."""
        return cls.select().where(cls.is_living())

    @classmethod
    def is_living(cls) -> Expression:
        """The condition that a room is not in the bin."""
        return cls.deleted_at.is_null()
