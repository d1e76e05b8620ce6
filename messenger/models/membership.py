"""Who belongs to which room, and how far each person has read."""

from peewee import CharField, IntegerField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.room import Room
from messenger.models.user import User

OWNER, MEMBER = 'owner', 'member'
INHERIT = ''


class Membership(Table):
    """A person's membership of a room: their role, their notification level, the last message they read.

    `level` is everything, mentions or nothing, or INHERIT if the person's own level applies.
    """

    room = reference(Room, on_delete='CASCADE', backref='memberships', index=False)
    room_id: int
    user = reference(User, on_delete='CASCADE', backref='memberships')
    user_id: int
    role = CharField(8, default=MEMBER)
    level = CharField(10, default=INHERIT)
    last_read_seq = IntegerField(default=0)
    muted_until = UtcField(null=True)
    joined_at = UtcField(default=now)

    class Meta:
        indexes = ((('room', 'user'), True),)
