"""Who has blocked whom."""

from peewee import CharField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class PersonBlock(Table):
    """`blocker` wants to hear nothing of `blocked`; an admin who shuts an account sets User.blocked_at instead.

    `direct_key` names the conversation of those two, whether there is one or not (see Room), so that the query which
    every message asks finds the block without knowing who the other one is.
    """

    blocker = reference(User, on_delete='CASCADE', index=False, backref='blocks')
    blocked = reference(User, on_delete='CASCADE', backref='blocks_by_others')
    direct_key = CharField(index=True)
    created_at = UtcField(default=now)

    class Meta:
        indexes = ((('blocker', 'blocked'), True),)
