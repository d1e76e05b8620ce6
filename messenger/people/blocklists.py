"""Who has blocked whom, and whom they may therefore contact; also kept in memory, for presence and events."""

from collections.abc import Iterable

from peewee import Expression

from messenger.block_errors import AboutPeople, CannotAdd, CannotStart, YouBlocked
from messenger.database.engine import in_write
from messenger.models import PersonBlock, User
from messenger.models.base import tuples_of
from messenger.process import Current

NAMED = 10  # in one error


class Blocklists:
    """All blocks, in memory: the ids of blocked people by the id of the blocker."""

    def __init__(self) -> None:
        self.blocked: dict[int, frozenset[int]] = {}

    def note(self, blocker_id: int, blocked_id: int, *, on: bool) -> None:
        """Record a block that was added or removed."""
        others = self.blocked.pop(blocker_id, frozenset()) - {blocked_id}
        if on:
            others |= {blocked_id}
        if others:
            self.blocked[blocker_id] = others


lists: Current[Blocklists] = Current()


def load() -> None:
    """From a read: remember all blocks."""
    lists.value.blocked.clear()
    for blocker, blocked in tuples_of(PersonBlock.select(PersonBlock.blocker, PersonBlock.blocked)):
        note(blocker, blocked, on=True)


def note(blocker_id: int, blocked_id: int, *, on: bool) -> None:
    """Record in memory a block that was added or removed, after the commit."""
    lists.value.note(blocker_id, blocked_id, on=on)


def blocked_by(user_id: int) -> frozenset[int]:
    """The ids of the people this person has blocked."""
    return lists.value.blocked.get(user_id, frozenset())


def are_apart(one_id: int, other_id: int) -> bool:
    """Whether one of the two has blocked the other: then neither sees whether the other is online."""
    return other_id in blocked_by(one_id) or one_id in blocked_by(other_id)


def people_of(user_id: int) -> list[User]:
    """From a read: the people this person has blocked, by nick."""
    query = User.select().join(PersonBlock, on=(PersonBlock.blocked == User.id))
    return list(query.where(PersonBlock.blocker == user_id).order_by(User.nick_key))


@in_write
def check_meeting(user_id: int, other_ids: Iterable[int]) -> None:
    """Raise CannotStart or YouBlocked unless this person may start a conversation with others."""
    _refuse(CannotStart, _who_blocked(user_id, other_ids))
    mine = PersonBlock.blocked.in_([*other_ids]) & (PersonBlock.blocker == user_id)
    _refuse(YouBlocked, _nicks(User.id.in_(PersonBlock.select(PersonBlock.blocked).where(mine))))


@in_write
def check_adding(actor: User, other_ids: Iterable[int]) -> None:
    """Raise CannotAdd unless this person may add the others to a room. Admins always may."""
    if not actor.is_admin:
        _refuse(CannotAdd, _who_blocked(actor.id, other_ids))


def _who_blocked(user_id: int, other_ids: Iterable[int]) -> list[str]:
    theirs = PersonBlock.blocker.in_([*other_ids]) & (PersonBlock.blocked == user_id)
    return _nicks(User.id.in_(PersonBlock.select(PersonBlock.blocker).where(theirs)))


def _nicks(which: Expression) -> list[str]:
    return [user.nick for user in User.select(User.nick).where(which).order_by(User.nick_key)]


def _refuse(kind: type[AboutPeople], nicks: list[str]) -> None:
    if nicks:
        raise kind(people=', '.join(nicks[:NAMED]), others=len(nicks[NAMED:]))
