"""Direct conversations: one for each set of people, no matter who opens it."""

from messenger import access, rate_limits
from messenger.database.engine import read, write
from messenger.errors import Malformed, NotFound
from messenger.models import Room, User
from messenger.models.room import DIRECT, direct_key_of
from messenger.people import blocklists
from messenger.rooms import members

PEOPLE_LIMIT = 20


async def open_with(user_id: int, other_ids: list[int]) -> int:
    """The id of the direct conversation of this person with these others (none: notes to self), created if missing.

    The database keeps the set of people unique, so that two people who click at the same time get the same one. Once
    somebody has left a conversation, neither the old set nor the remaining people find it: they may have another one.
    Raises NotFound for unknown people and blocked accounts, Malformed for more than PEOPLE_LIMIT, LimitReached; for a
    new conversation CannotStart if one of the others has blocked this person, YouBlocked if this person has blocked
    one of them.
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
    room: Room | None = Room.get_or_none(Room.direct_key == direct_key_of(everyone))
    return room


def _open_with(user_id: int, everyone: list[int]) -> int:
    room = _existing(user_id, everyone)
    if room is None:
        if User.active().where(User.id.in_(everyone)).count() != len(everyone):
            raise NotFound
        blocklists.check_meeting(user_id, everyone)
        room = Room.create(kind=DIRECT, direct_key=direct_key_of(everyone), created_by=user_id)
        members.enter(room.id, everyone)
    return room.id
