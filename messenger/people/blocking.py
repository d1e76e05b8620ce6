"""Block and unblock people: each person for themselves, without notifying the other."""

from functools import partial

from messenger import access, rate_limits
from messenger.block_errors import TooManyBlocked
from messenger.database.engine import after_commit, write
from messenger.errors import NotAllowed
from messenger.events import BlocklistChanged, PresenceChanged
from messenger.models import Membership, PersonBlock, Room
from messenger.models.room import DIRECT, direct_key_of
from messenger.people import blocklists, directory, presence
from messenger.pubsub import publish
from messenger.reading import unread

LIMIT = 1_000


async def block(user_id: int, other_id: int) -> None:
    """Block another person: no direct messages, invitations or mentions from them. Blocking twice is no error.

    Raises NotFound, NotAllowed for oneself, TooManyBlocked, LimitReached, SignedOut.
    """
    rate_limits.take('block', user_id)
    await write(_block, user_id, other_id)


def _block(user_id: int, other_id: int) -> None:
    access.user_for(user_id)
    directory.get_user(other_id)
    if user_id == other_id:
        raise NotAllowed
    mine = PersonBlock.select().where(PersonBlock.blocker == user_id)
    if mine.where(PersonBlock.blocked == other_id).exists():
        return
    if mine.count() >= LIMIT:
        raise TooManyBlocked(limit=LIMIT)
    PersonBlock.create(blocker=user_id, blocked=other_id, direct_key=direct_key_of([user_id, other_id]))
    _publish_blocked(user_id, other_id, on=True)


async def unblock(user_id: int, other_id: int) -> None:
    """Unblock another person. Unblocking twice is no error. Raises LimitReached, SignedOut."""
    rate_limits.take('block', user_id)
    await write(_unblock, user_id, other_id)


def _unblock(user_id: int, other_id: int) -> None:
    access.user_for(user_id)
    lifted = PersonBlock.delete().where(PersonBlock.blocker == user_id, PersonBlock.blocked == other_id)
    if lifted.execute():
        _publish_blocked(user_id, other_id, on=False)


def _publish_blocked(user_id: int, other_id: int, *, on: bool) -> None:
    """Send the blocker's windows their blocklist, then mention counts; send each of the two the other's presence."""
    after_commit(partial(blocklists.note, user_id, other_id, on=on))
    mine = PersonBlock.select(PersonBlock.blocked).where(PersonBlock.blocker == user_id)
    after_commit(publish, f'user:{user_id}', BlocklistChanged(sorted(row.blocked_id for row in mine)))
    unread.publish_called_by(user_id, other_id)
    if _have_direct(user_id, other_id):
        for viewer_id, seen_id in ((user_id, other_id), (other_id, user_id)):
            after_commit(_show_presence, viewer_id, seen_id)


def _have_direct(user_id: int, other_id: int) -> bool:
    theirs = Membership.select(Membership.room).where(Membership.user == other_id)
    shared = Membership.select().join(Room).where(Membership.user == user_id, Room.kind == DIRECT, Room.id.in_(theirs))
    return bool(shared.exists())


def _show_presence(viewer_id: int, seen_id: int) -> None:
    if not presence.is_hidden(viewer_id):
        status = presence.known_to(viewer_id).get(seen_id, presence.OFFLINE)
        publish(f'user:{viewer_id}', PresenceChanged(seen_id, status))
