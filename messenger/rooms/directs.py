"""Direct conversations: one for each set of people, the same from every side."""

from messenger import access, rate_limits
from messenger.database.engine import read, write
from messenger.errors import Malformed, NotFound
from messenger.models import Room, User
from messenger.models.room import DIRECT, direct_key_of
from messenger.people import blocklists
from messenger.rooms import members

PEOPLE_LIMIT = 20


async def open_with(user_id: int, other_ids: list[int]) -> int:
    """The id of the direct conversation of this person and those others (none: notes to self), made when missing.

    The set of people decides; the database keeps it unique, so that two who click at once meet in one. A conversation
    that somebody has left is no longer found by its set, nor by the set of those who stayed: they may have another one.
    Raises NotFound for unknown people and closed accounts, Malformed for more than PEOPLE_LIMIT, LimitReached;
    CannotStart and YouBlocked where it would be a new one and one of them has blocked this person, or the other way
    round.
    """
    rate_limits.take('direct', user_id)
    everyone = sorted({user_id, *other_ids})
    if len(everyone) > PEOPLE_LIMIT:
        raise Malformed
    if await read(_existing, user_id, everyone) is None:
        rate_limits.take('conversation', user_id)
        rate_limits.take('seat', user_id, len(everyone))
    return await write(_open_with, user_id, everyone)


def _existing(user_id: int, everyone: list[int]) -> Room | None:
    access.user_for(user_id)
    found: Room | None = Room.get_or_none(Room.direct_key == direct_key_of(everyone))
    return found


def _open_with(user_id: int, everyone: list[int]) -> int:
    room = _existing(user_id, everyone)
    if room is None:
        if User.active().where(User.id.in_(everyone)).count() != len(everyone):
            raise NotFound
        blocklists.check_meeting(user_id, everyone)
        room = Room.create(kind=DIRECT, direct_key=direct_key_of(everyone), created_by=user_id)
        members.enter(room.id, everyone)
    return int(room.id)
