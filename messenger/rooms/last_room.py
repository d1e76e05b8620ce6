"""The room that somebody opened last: `/` returns to it."""

import asyncio
from contextlib import suppress

from messenger.database.engine import write
from messenger.errors import StorageUnavailable
from messenger.models import Membership, Room, User

REMEMBER_S = 1


async def remember(user: User, room_id: int) -> None:
    """Store the room this person opened, unless it is stored already. Gives up after REMEMBER_S."""
    if user.last_room_id == room_id:
        return
    with suppress(StorageUnavailable, TimeoutError):
        async with asyncio.timeout(REMEMBER_S):
            await write(lambda: User.update(last_room_id=room_id).where(User.id == user.id).execute())


def find(user: User) -> int | None:
    """From a read: the room the person opened last, if they are still a member."""
    mine = (Membership.user == user.id) & (Membership.room == user.last_room_id)
    return user.last_room_id if Membership.select().join(Room).where(mine, Room.is_living()).exists() else None
