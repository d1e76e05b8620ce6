"""Announces a changed person to every window that shows them."""

from messenger.database.engine import after_commit, in_write
from messenger.events import UserChanged
from messenger.models import Membership, Room, User
from messenger.models.base import tuples_of
from messenger.models.room import DIRECT
from messenger.payloads import Companion
from messenger.pubsub import publish


@in_write
def announce(user: User) -> None:
    """Announce a new nick or picture, or that an admin blocked or unblocked the account, to their own windows and
    all their rooms.

    Direct conversations are named after their members, so their sidebar entries get the event as well.
    """
    event = UserChanged(Companion(user.id, user.nick, user.avatar_url, user.blocked_at is not None))
    after_commit(publish, f'user:{user.id}', event)
    query = Membership.select(Membership.room, Room.kind).join(Room).where(Membership.user == user.id, Room.is_living())
    for room_id, kind in tuples_of(query):
        after_commit(publish, f'room:{room_id}', event)
        if kind == DIRECT:
            after_commit(publish, f'room:{room_id}:activity', event)
