"""Who has blocked whom."""

from peewee import CharField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class PersonBlock(Table):
    """`blocker` has blocked `blocked`. When an admin blocks an account, User.blocked_at is set instead.

    `direct_key` is the key of these two people's conversation, whether it exists or not (see Room). With it, the query
    that runs for every message finds the block without knowing who the other person is.
    """

    blocker = reference(User, on_delete='CASCADE', index=False, backref='blocks')
    blocker_id: int
    blocked = reference(User, on_delete='CASCADE', backref='blocks_by_others')
    blocked_id: int
    direct_key = CharField(index=True)
    created_at = UtcField(default=now)

    class Meta:
        indexes = ((('blocker', 'blocked'), True),)
