"""The log of what admins did."""

from peewee import CharField, TextField

from messenger.models.base import Table, UtcField, now, reference
from messenger.models.user import User


class AdminEntry(Table):
    """One deed of an admin: `action` is a stable word, `target` and `details` are for people."""

    admin = reference(User, null=True, on_delete='SET NULL')
    action = CharField(40)
    target = CharField(200, default='')
    details = TextField(default='')
    at = UtcField(default=now, index=True)
