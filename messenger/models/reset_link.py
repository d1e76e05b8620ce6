"""One-time links for setting a new password."""

from peewee import CharField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class ResetLink(Table):
    """A link that an admin created; it stops working once it is used or expired."""

    user = reference(User, on_delete='CASCADE')
    user_id: int
    token_hash = CharField(64, unique=True)
    made_by = reference(User, on_delete='CASCADE')
    made_by_id: int
    created_at = UtcField(default=now)
    expires_at = UtcField()
    used_at = UtcField(null=True)
