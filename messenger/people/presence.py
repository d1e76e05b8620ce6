"""Who is here now: people with open windows, counted in memory, and what others may know of it."""

from collections import Counter
from datetime import datetime

from messenger.access import Seat
from messenger.database.engine import write
from messenger.models import Membership, User
from messenger.models.base import milliseconds, now
from messenger.models.room import DIRECT
from messenger.models.user import companion_of
from messenger.people import blocklists

ONLINE, AWAY, OFFLINE = 'online', 'away', 'offline'

_windows: Counter[int] = Counter()
_resting: Counter[int] = Counter()
_hidden: set[int] = set()


def load() -> None:
    """From a read: remember who hides."""
    _hidden.clear()
    _hidden.update(user_id for (user_id,) in User.select(User.id).where(User.hides_presence).tuples())


def hide(user_id: int, *, hidden: bool) -> None:
    """Tell nobody of this person any more, and them of nobody; or both again."""
    if hidden:
        _hidden.add(user_id)
    else:
        _hidden.discard(user_id)


def is_hidden(user_id: int) -> bool:
    """Whether this person hides."""
    return user_id in _hidden


def arrive(user_id: int) -> bool:
    """A window of this person opened; True when it is the first."""
    _windows[user_id] += 1
    return _windows[user_id] == 1


def depart(user_id: int, *, resting: bool = False) -> bool:
    """A window of this person closed, which was `resting` or not; True when it was the last."""
    if resting:
        rest(user_id, resting=False)
    _windows[user_id] -= 1
    if _windows[user_id] > 0:
        return False
    del _windows[user_id]
    return True


def rest(user_id: int, *, resting: bool) -> None:
    """Nobody has touched one more of this person's windows for a while; or somebody has again."""
    _resting[user_id] += 1 if resting else -1
    if _resting[user_id] <= 0:
        del _resting[user_id]


def status(user_id: int) -> str:
    """What others may know of this person: ONLINE, AWAY where all their windows rest, else OFFLINE."""
    if user_id in _hidden or user_id not in _windows:
        return OFFLINE
    return AWAY if _resting[user_id] >= _windows[user_id] else ONLINE


def known_to(viewer_id: int) -> dict[int, str]:
    """Everyone who is here, by id, ONLINE or AWAY; nobody for a viewer who hides, and nobody across a block."""
    if viewer_id in _hidden:
        return {}
    shown = [user_id for user_id in _windows if user_id not in _hidden]
    return {user_id: status(user_id) for user_id in shown if not blocklists.are_apart(viewer_id, user_id)}


def last_seen(viewer_id: int, user: User) -> datetime | None:
    """When somebody was last here, where the viewer may know."""
    if viewer_id in _hidden or user.id in _hidden or blocklists.are_apart(viewer_id, user.id):
        return None
    return user.last_seen_at  # type: ignore[no-any-return] # a field of Peewee's


def companion_seen(seat: Seat) -> int | None:
    """From a read: when the other one of a conversation of two was last here (milliseconds), where it may be known."""
    if seat.room.kind != DIRECT:
        return None
    here = Membership.select(Membership.user).where(Membership.room == seat.room.id)
    other = companion_of(list(User.select().where(User.id.in_(here), User.id != seat.user.id)))
    return milliseconds(last_seen(seat.user.id, other)) if other else None


async def remember(user_id: int) -> None:
    """Note when this person was last here."""
    await write(lambda: User.update(last_seen_at=now()).where(User.id == user_id).execute())
