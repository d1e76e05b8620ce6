"""Direct conversations: one for each set of people, the same from every side."""

from messenger.db import read, write
from messenger.errors import Malformed, NotFound
from messenger.models import Room, User
from messenger.models.room import DIRECT
from messenger.services import access, limits, memberships

PEOPLE_LIMIT = 20


async def open_with(user_id: int, other_ids: list[int]) -> int:
    """The id of the direct conversation of this person and those others (none: notes to self), made when missing.

    The set of people decides; the database keeps it unique, so that two who click at once meet in one.
    Raises NotFound for unknown or blocked people, Malformed for more than PEOPLE_LIMIT, LimitReached.
    """
    limits.take('direct', user_id)
    everyone = sorted({user_id, *other_ids})
    if len(everyone) > PEOPLE_LIMIT:
        raise Malformed
    existing = await read(_existing, user_id, everyone)
    if existing is not None:
        return int(existing.id)
    limits.take('conversation', user_id)
    limits.take('seat', user_id, len(everyone))
    return await write(_open_with, user_id, everyone)


def _existing(user_id: int, everyone: list[int]) -> Room | None:
    access.user_for(user_id)
    found: Room | None = Room.get_or_none(Room.direct_key == key(everyone))
    return found


def key(everyone: list[int]) -> str:
    """The name of a set of people, by their sorted ids; one living conversation has it."""
    return ','.join(map(str, everyone))


def _open_with(user_id: int, everyone: list[int]) -> int:
    room = _existing(user_id, everyone)
    if room is None:
        if User.active().where(User.id.in_(everyone)).count() != len(everyone):
            raise NotFound
        room = Room.create(kind=DIRECT, direct_key=key(everyone), created_by=user_id)
        memberships.enter(room.id, everyone)
    return int(room.id)
