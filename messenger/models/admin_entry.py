"""The audit log: what admins did."""

from peewee import CharField, TextField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class AdminEntry(Table):
    """One action of an admin: `action` is a stable identifier, `target` and `details` are for people to read."""

    admin = reference(User, null=True, on_delete='SET NULL')
    admin_id: int | None
    action = CharField(40)
    target = CharField(200, default='')
    details = TextField(default='')
    at = UtcField(default=now, index=True)
