"""People."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from peewee import BooleanField, CharField, Expression, IntegerField, ModelSelect, TextField

from messenger import addresses, reserved_names
from messenger.models.base import Table, UtcField, now, tuples_of
from messenger.payloads import UserSummary

EVERYTHING, MENTIONS, NOTHING = 'everything', 'mentions', 'nothing'
DIGESTS_KEPT = 1_000  # of nicks: message rows and lists show the same people again and again


class User(Table):
    """A person: `username` is for logging in and never changes; `nick` is what others see and can be changed.

    The `_key` columns hold both names as `messenger.name_rules.key` folds them; they are unique in the database.
    `level` is the notification level for rooms that do not set their own, `quiet_until` is "do not disturb", and
    `language` is empty to follow the browser.
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
        """Address of the picture; it changes with the picture, so browsers may cache it forever."""
        return avatar_url(self.id, self.nick, self.avatar)

    def summary(self) -> UserSummary:
        """The person as message rows, lists and events show them."""
        return user_summary(self.id, self.nick, self.avatar)

    @classmethod
    def active(cls) -> 'ModelSelect[User]':
        """People who are not blocked."""
        return cls.select().where(cls.is_active())

    @classmethod
    def has_name(cls, name: str, key: str, *, but: int = 0) -> bool:
        """From a read or write: whether a name, or one that looks like it, belongs to anybody else than `but`.

        A mention means the nick, or else the user name, so nobody may use the user name of another person as a nick.
        """
        is_named = (cls.nick_key == key) | (cls.username_key == key)
        if cls.select().where(is_named, cls.id != but).exists():
            return True
        others = tuples_of(cls.select(cls.nick, cls.username).where(cls.id != but))
        return any(reserved_names.look_alike(name, other) for names in others for other in set(names))

    @classmethod
    def is_active(cls) -> Expression:
        """The condition that a person is not blocked."""
        return cls.blocked_at.is_null()


def avatar_url(user_id: int, nick: str, avatar: str) -> str:
    """Address of a person's picture, or of the one generated from their nick."""
    if avatar:
        return f'{addresses.AVATARS}/{user_id}/{avatar}'
    return f'{addresses.AVATARS}/{user_id}/{_digest(nick)}.svg'


@lru_cache(DIGESTS_KEPT)
def _digest(nick: str) -> str:
    return hashlib.sha256(nick.encode()).hexdigest()[:10]


def user_summary(user_id: int, nick: str, avatar: str) -> UserSummary:
    """The summary of a person, from the columns it needs."""
    return UserSummary(user_id, nick, avatar_url(user_id, nick, avatar))


def companion_of(others: Sequence[User]) -> User | None:
    """The partner in a two-person conversation: the only one of `others`, or the only one who is not blocked."""
    candidates = [user for user in others if user.blocked_at is None] or others
    return candidates[0] if len(candidates) == 1 else None
