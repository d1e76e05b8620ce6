"""Presence: people with open windows, counted in memory, and what others may see of it."""

from collections import Counter
from datetime import datetime

from peewee import fn

from messenger.access import Seat
from messenger.database.engine import write
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.models import Membership, User
from messenger.models.base import milliseconds, now, tuples_of
from messenger.models.room import DIRECT
from messenger.models.user import companion_of
from messenger.people import blocklists
from messenger.process import Current

_HERE = Prepared(
    lambda: Membership.select(fn.COUNT(Membership.id)).where(
        Membership.room == slot('room'), Membership.user.in_(any_of('users'))
    )
)
ONLINE, AWAY, OFFLINE = 'online', 'away', 'offline'


class Presence:
    """The open windows of each person, and who hides their presence."""

    def __init__(self) -> None:
        self.windows: Counter[int] = Counter()
        self.idle_windows: Counter[int] = Counter()
        self.hidden: set[int] = set()
        self.lingering: dict[int, str] = {}

    def hide(self, user_id: int, *, hidden: bool) -> None:
        """Hide presence in both directions, or show it again."""
        if hidden:
            self.hidden.add(user_id)
        else:
            self.hidden.discard(user_id)

    def arrive(self, user_id: int) -> bool:
        """Count a window that this person opened; returns True if it is the first."""
        self.windows[user_id] += 1
        return self.windows[user_id] == 1

    def depart(self, user_id: int, *, is_idle: bool) -> bool:
        """Remove a closed window of this person, which was idle if `is_idle`; returns True if it was the last."""
        if is_idle:
            self.set_idle(user_id, is_idle=False)
        self.windows[user_id] -= 1
        if self.windows[user_id] > 0:
            return False
        del self.windows[user_id]
        return True

    def set_idle(self, user_id: int, *, is_idle: bool) -> None:
        """Mark one more of this person's windows idle, or active again."""
        self.idle_windows[user_id] += 1 if is_idle else -1
        if self.idle_windows[user_id] <= 0:
            del self.idle_windows[user_id]

    def linger(self, user_id: int, status: str) -> None:
        """Keep the status of a person whose last window has closed until `settle`: they may be reloading it."""
        self.lingering[user_id] = status

    def settle(self, user_id: int) -> None:
        """End what `linger` began."""
        self.lingering.pop(user_id, None)

    def status(self, user_id: int) -> str:
        """What others may see of this person: ONLINE, AWAY if all their windows are idle, otherwise OFFLINE."""
        if user_id in self.hidden:
            return OFFLINE
        if user_id not in self.windows:
            return self.lingering.get(user_id, OFFLINE)
        return AWAY if self.idle_windows[user_id] >= self.windows[user_id] else ONLINE

    def visible_ids(self) -> list[int]:
        """Everyone who has a window, or had one a moment ago, and does not hide."""
        return [user_id for user_id in self.windows.keys() | self.lingering.keys() if user_id not in self.hidden]


presence: Current[Presence] = Current()


def load() -> None:
    """From a read: remember who hides their presence."""
    presence.value.hidden = {user_id for (user_id,) in tuples_of(User.select(User.id).where(User.hides_presence))}


def hide(user_id: int, *, hidden: bool) -> None:
    """Hide presence in both directions, or show it again."""
    presence.value.hide(user_id, hidden=hidden)


def is_hidden(user_id: int) -> bool:
    """Whether this person hides their presence."""
    return user_id in presence.value.hidden


def arrive(user_id: int) -> bool:
    """Count a window that this person opened; returns True if it is the first."""
    return presence.value.arrive(user_id)


def depart(user_id: int, *, is_idle: bool = False) -> bool:
    """Remove a closed window of this person, which was idle if `is_idle`; returns True if it was the last."""
    return presence.value.depart(user_id, is_idle=is_idle)


def set_idle(user_id: int, *, is_idle: bool) -> None:
    """Mark one more of this person's windows idle, or active again."""
    presence.value.set_idle(user_id, is_idle=is_idle)


def has_windows(user_id: int) -> bool:
    """Whether this person has an open window."""
    return user_id in presence.value.windows


def linger(user_id: int, status: str) -> None:
    """Keep the status of a person whose last window has closed until `settle`: they may be reloading it."""
    presence.value.linger(user_id, status)


def is_lingering(user_id: int) -> bool:
    """Whether `linger` was called for this person, and `settle` not yet."""
    return user_id in presence.value.lingering


def settle(user_id: int) -> None:
    """End what `linger` began."""
    presence.value.settle(user_id)


def status(user_id: int) -> str:
    """What others may see of this person: ONLINE, AWAY if all their windows are idle, otherwise OFFLINE."""
    return presence.value.status(user_id)


def known_to(viewer_id: int) -> dict[int, str]:
    """Everyone online, by id: ONLINE or AWAY. Empty for a viewer who hides; without people across a block."""
    if is_hidden(viewer_id):
        return {}
    return {
        user_id: status(user_id)
        for user_id in presence.value.visible_ids()
        if not blocklists.are_apart(viewer_id, user_id)
    }


def last_seen(viewer_id: int, user: User) -> datetime | None:
    """When somebody was last online, if the viewer may know."""
    if is_hidden(viewer_id) or is_hidden(user.id) or blocklists.are_apart(viewer_id, user.id):
        return None
    return user.last_seen_at


def companion_seen(seat: Seat) -> int | None:
    """From a read: when the other person in a conversation of two was last online (milliseconds), if visible.

    None while they are online.
    """
    if seat.room.kind != DIRECT:
        return None
    here = Membership.select(Membership.user).where(Membership.room == seat.room.id)
    companion = companion_of(list(User.select().where(User.id.in_(here), User.id != seat.user.id)))
    if companion is None or status(companion.id) != OFFLINE:
        return None
    return milliseconds(last_seen(seat.user.id, companion))


def count_in(seat: Seat) -> int:
    """From a read: how many members of a room are online, the viewer too; 0 in direct conversations.

    People who hide their presence are not counted, and get no count.
    """
    if seat.room.kind == DIRECT:
        return 0
    here: int = next(count for (count,) in _HERE(room=seat.room.id, users=encode_list(known_to(seat.user.id))))
    return here


async def remember(user_id: int) -> None:
    """Store that this person was last online now."""
    await write(lambda: User.update(last_seen_at=now()).where(User.id == user_id).execute())
