"""Tells every window that shows a person how they look from now on."""

from messenger.database.engine import after_commit
from messenger.events import UserChanged
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT
from messenger.pubsub import publish


def announce(user: User) -> None:
    """From inside a write: a new nick or picture, or that an admin closed or opened their account, goes to the person's
    own windows and to all rooms they are in.

    Direct conversations are named after those in them, so their lines in the sidebar are told as well.
    """
    event = UserChanged(user.brief() | {'is_closed': user.blocked_at is not None})
    after_commit(publish, f'user:{user.id}', event)
    query = Membership.select(Membership.room, Room.kind).join(Room).where(Membership.user == user.id, Room.is_living())
    for room_id, kind in query.tuples():
        after_commit(publish, f'room:{room_id}', event)
        if kind == DIRECT:
            after_commit(publish, f'room:{room_id}:activity', event)
