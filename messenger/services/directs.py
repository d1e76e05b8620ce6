"""Direct conversations: one for each set of people, the same from every side."""

from messenger.db import write
from messenger.errors import Malformed, NotFound
from messenger.models import Room, User
from messenger.models.room import DIRECT, direct_key_of
from messenger.services import access, blocklists, memberships

PEOPLE_LIMIT = 20


async def open_with(user_id: int, other_ids: list[int]) -> int:
    """The id of the direct conversation of this person and those others (none: notes to self), made when missing.

    The set of people decides; the database keeps it unique, so that two who click at once meet in one. A conversation
    that somebody has left is no longer found by its set, nor by the set of those who stayed: they may have another one.
    Raises NotFound for unknown people and closed accounts, Malformed for more than PEOPLE_LIMIT; CannotStart and
    YouBlocked where it would be a new one and one of them has blocked this person, or the other way round.
    """
    return await write(_open_with, user_id, other_ids)


def _open_with(user_id: int, other_ids: list[int]) -> int:
    access.user_for(user_id)
    everyone = sorted({user_id, *other_ids})
    if len(everyone) > PEOPLE_LIMIT:
        raise Malformed
    key = direct_key_of(everyone)
    room = Room.get_or_none(Room.direct_key == key)
    if room is None:
        if User.active().where(User.id.in_(everyone)).count() != len(everyone):
            raise NotFound
        blocklists.check_meeting(user_id, everyone)
        room = Room.create(kind=DIRECT, direct_key=key, created_by=user_id)
        memberships.enter(room.id, everyone)
    return int(room.id)
