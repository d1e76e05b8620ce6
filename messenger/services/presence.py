"""Who is here now: people with at least one open window, counted in memory."""

from collections import Counter

from messenger.db import write
from messenger.models import User
from messenger.models.base import now

_windows: Counter[int] = Counter()


def arrive(user_id: int) -> bool:
    """A window of this person opened; True when it is the first."""
    _windows[user_id] += 1
    return _windows[user_id] == 1


def depart(user_id: int) -> bool:
    """A window of this person closed; True when it was the last."""
    _windows[user_id] -= 1
    if _windows[user_id] > 0:
        return False
    del _windows[user_id]
    return True


def is_online(user_id: int) -> bool:
    """Whether this person has a window open."""
    return user_id in _windows


def online() -> set[int]:
    """The ids of all who have a window open."""
    return set(_windows)


async def remember(user_id: int) -> None:
    """Note when this person was last here."""
    await write(lambda: User.update(last_seen_at=now()).where(User.id == user_id).execute())
