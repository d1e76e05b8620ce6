"""People."""

import hashlib
from typing import Any

from peewee import BooleanField, CharField, Expression, IntegerField, ModelSelect, TextField

from messenger.models.base import Table, UtcField, now


class User(Table):
    """A person: `username` logs in and stays, `nick` is what others see and may change.

    The `_key` columns hold both names as `services.names.key` folds them; they are unique in the database.
    """

    username = CharField(32)
    username_key = CharField(64, unique=True)
    nick = CharField(32)
    nick_key = CharField(64, unique=True)
    about = TextField(default='')
    avatar = CharField(40, default='')
    password_hash = TextField()
    is_admin = BooleanField(default=False)
    created_at = UtcField(default=now)
    last_seen_at = UtcField(null=True)
    last_room_id = IntegerField(null=True)
    blocked_at = UtcField(null=True)

    @property
    def avatar_url(self) -> str:
        """Address of the picture; it changes with the picture, so it may be cached for ever."""
        if self.avatar:
            return f'/avatars/{self.id}/{self.avatar}'
        mark = hashlib.sha256(self.nick.encode()).hexdigest()[:10]
        return f'/avatars/{self.id}/{mark}.svg'

    def brief(self) -> dict[str, Any]:
        """What a message row, a list or an event needs of a person: id, nick, avatar address."""
        return {'id': self.id, 'nick': self.nick, 'avatar': self.avatar_url}

    @classmethod
    def active(cls) -> ModelSelect:
        """People who are not blocked."""
        return cls.select().where(cls.is_active())

    @classmethod
    def is_active(cls) -> Expression:
        """The condition that a person is not blocked."""
        return cls.blocked_at.is_null()
