"""People."""

import hashlib
from collections.abc import Sequence
from typing import Any

from peewee import BooleanField, CharField, Expression, IntegerField, ModelSelect, TextField

from messenger.models.base import Table, UtcField, now

EVERYTHING, MENTIONS, NOTHING = 'everything', 'mentions', 'nothing'


class User(Table):
    """A person: `username` logs in and stays, `nick` is what others see and may change.

    The `_key` columns hold both names as `messenger.name_rules.key` folds them; they are unique in the database.
    `level` is how much they want to be told of rooms without a level of their own, `quiet_until` is "do not disturb",
    `language` is empty where the browser's is followed.
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
    level = CharField(10, default=EVERYTHING)
    quiet_until = UtcField(null=True)
    plays_sound = BooleanField(default=True)
    hides_presence = BooleanField(default=False)
    hides_receipts = BooleanField(default=False)
    language = CharField(8, default='')

    @property
    def avatar_url(self) -> str:
        """Address of the picture; it changes with the picture, so it may be cached for ever."""
        return avatar_url(self.id, self.nick, self.avatar)

    def brief(self) -> dict[str, Any]:
        """What a message row, a list or an event needs of a person: id, nick, avatar address."""
        return brief_of(self.id, self.nick, self.avatar)

    @classmethod
    def active(cls) -> ModelSelect:
        """People who are not blocked."""
        return cls.select().where(cls.is_active())

    @classmethod
    def is_active(cls) -> Expression:
        """The condition that a person is not blocked."""
        return cls.blocked_at.is_null()


def avatar_url(user_id: int, nick: str, avatar: str) -> str:
    """Address of a picture, or of the one drawn from the nick."""
    if avatar:
        return f'/avatars/{user_id}/{avatar}'
    return f'/avatars/{user_id}/{hashlib.sha256(nick.encode()).hexdigest()[:10]}.svg'


def brief_of(user_id: int, nick: str, avatar: str) -> dict[str, Any]:
    """The brief of a person, from the columns it needs."""
    return {'id': user_id, 'nick': nick, 'avatar': avatar_url(user_id, nick, avatar)}


def companion_of(others: Sequence[User]) -> User | None:
    """Of the others in a direct conversation the one who makes it one of two: the only one, or the only active one."""
    some = [user for user in others if user.blocked_at is None] or others
    return some[0] if len(some) == 1 else None
