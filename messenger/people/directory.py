"""The directory: everyone, searchable by name, and the rooms two people share."""

from dataclasses import dataclass
from typing import NamedTuple

from peewee import ModelSelect

from messenger.errors import NotFound
from messenger.models import Membership, Room, User
from messenger.models.base import tuples_of
from messenger.models.room import DIRECT
from messenger.models.user import avatar_url
from messenger.people.name_match import NamePattern

PAGE = 50
PEOPLE_LIMIT = 20_000  # looked through in a search


@dataclass(frozen=True)
class Page:
    """People sorted by nick, or those who match a query, best first; `total` counts all matches."""

    people: list[User]
    total: int


class Named(NamedTuple):
    """How a person can be found in a list of names; `avatar` is the address of the picture."""

    nick: str
    username: str
    avatar: str


def search(query: str = '', *, limit: int = PAGE, offset: int = 0) -> Page:
    """From a read: people whose names match `query`, without blocked accounts."""
    return page(User.active(), query, limit, offset)


def page(people: 'ModelSelect[User]', query: str, limit: int, offset: int) -> Page:
    """One page of those of `people` whose nick or user name matches `query`."""
    pattern = NamePattern(query)
    if pattern.is_empty:
        rows = list(people.order_by(User.nick_key).limit(limit).offset(offset))
        return Page(rows, len(rows) if len(rows) < limit and not offset else people.count())
    ids = _matching(people, pattern)
    by_id = {user.id: user for user in User.select().where(User.id.in_(ids[offset : offset + limit]))}
    return Page([by_id[user_id] for user_id in ids[offset : offset + limit]], len(ids))


def _matching(people: 'ModelSelect[User]', pattern: NamePattern) -> list[int]:
    names = people.select(User.id, User.nick, User.username).order_by(User.nick_key).limit(PEOPLE_LIMIT)
    ranked = [(pattern.rank(nick, username), user_id) for user_id, nick, username in tuples_of(names)]
    fitting = [(rank, user_id) for rank, user_id in ranked if rank is not None]
    return [user_id for _, user_id in sorted(fitting, key=lambda match: match[0])]


def names_of(user: User) -> Named:
    """A person who has been read already."""
    return Named(user.nick, user.username, user.avatar_url)


def names() -> dict[int, Named]:
    """From a read: everyone who can be added to a room, by id, sorted by nick."""
    query = User.active().select(User.id, User.nick, User.username, User.avatar).order_by(User.nick_key)
    return {
        user_id: Named(nick, username, avatar_url(user_id, nick, avatar))
        for user_id, nick, username, avatar in tuples_of(query)
    }


def get_user(user_id: int) -> User:
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
