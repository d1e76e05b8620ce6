"""Sessions: one row per device, found by the hash of a random token."""

from peewee import CharField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class Session(Table):
    """A person signed in on a device; only that device's cookie holds the token itself."""

    user = reference(User, on_delete='CASCADE')
    user_id: int
    token_hash = CharField(64, unique=True)
    created_at = UtcField(default=now)
    last_used_at = UtcField(default=now)
    expires_at = UtcField(index=True)
    address = CharField(64, default='')
    device = CharField(200, default='')
