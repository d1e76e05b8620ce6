"""The directory: everyone, searchable by name, and the rooms two people share."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from peewee import Field, ModelSelect

from messenger import name_rules
from messenger.errors import NotFound
from messenger.models import Membership, Room, User
from messenger.models.base import Row, tuples_of
from messenger.models.room import DIRECT

PAGE = 50
QUERY_LIMIT_CHARS = 80


@dataclass(frozen=True)
class Page:
    """People sorted by nick; `total` counts all matches."""

    people: list[User]
    total: int


def found(query: str = '', *, limit: int = PAGE, offset: int = 0) -> Page:
    """From a read: people whose nick contains `query`, without blocked accounts."""
    return page(named_like(User.active(), query, User.nick_key), limit, offset)


def page(some: 'ModelSelect[User]', limit: int, offset: int) -> Page:
    """One page of a query of people, sorted by nick."""
    rows = list(some.order_by(User.nick_key).limit(limit).offset(offset))
    total = len(rows) if len(rows) < limit and not offset else some.count()
    return Page(rows, total)


def named_like(people: 'ModelSelect[Row]', query: str, *keys: Field) -> 'ModelSelect[Row]':
    """Those of `people` with `query` in one of their `keys`, ignoring case and Unicode form."""
    sought = name_rules.key(query.strip()[:QUERY_LIMIT_CHARS])
    if not sought:
        return people
    return people.where(reduce(or_, [key.contains(sought) for key in keys]))


def nicks() -> dict[int, str]:
    """From a read: everyone who can be added to a room: {id: nick}, sorted by nick."""
    query = User.active().select(User.id, User.nick).order_by(User.nick_key)
    return dict(tuples_of(query))


def one(user_id: int) -> User:
    """From a read: one person, blocked or not. Raises NotFound."""
    user: User | None = User.get_or_none(User.id == user_id)
    if user is None:
        raise NotFound
    return user


def shared_rooms(viewer_id: int, user_id: int) -> list[Room]:
    """From a read: rooms that both are members of, by name, without direct conversations."""
    theirs = Membership.select(Membership.room).where(Membership.user == user_id)
    mine = Membership.select(Membership.room).where(Membership.user == viewer_id)
    query = Room.living().where(Room.kind != DIRECT, Room.id.in_(theirs), Room.id.in_(mine))
    return list(query.order_by(Room.name_key))
