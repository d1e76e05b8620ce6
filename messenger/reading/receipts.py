"""Read receipts: how far each person has read, only in small rooms."""

from messenger.access import Seat
from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, slot
from messenger.events import PersonRead
from messenger.models import Membership, User
from messenger.pubsub import publish

MEMBERS_LIMIT = 50

_SIZE = Prepared(
    lambda: Membership.select(Membership.id).where(Membership.room == slot('room')).limit(MEMBERS_LIMIT + 1)
)
_SEEN = Prepared(
    lambda: (
        Membership.select(Membership.user, Membership.last_read_seq)
        .join(User)
        .where(Membership.room == slot('room'), Membership.user != slot('user'), User.hides_receipts == False)  # noqa: E712 - SQL
        .limit(MEMBERS_LIMIT)
    )
)


def are_shown(room_id: int) -> bool:
    """From a read or write: whether the room is small enough."""
    return len(_SIZE(room=room_id)) <= MEMBERS_LIMIT


def may_see(seat: Seat) -> bool:
    """Whether this person sees receipts: only members who do not hide their own."""
    return seat.is_member and not seat.user.hides_receipts


def list_read_marks(seat: Seat) -> list[tuple[int, int]] | None:
    """From a read: (user, last read seq) of the others in the room; None if this person may not see them.

    In a conversation of two, neither sees the other's if one has blocked the other.
    """
    if not may_see(seat) or not are_shown(seat.room.id):
        return None
    if seat.is_blocked:
        return []
    return [(user_id, seq) for user_id, seq in _SEEN(room=seat.room.id, user=seat.user.id)]


@in_write
def publish_read(seat: Seat, seq: int) -> None:
    """Show the room how far this person has read, unless they hide it."""
    if not seat.user.hides_receipts and not seat.is_blocked and are_shown(seat.room.id):
        after_commit(publish, f'room:{seat.room.id}', PersonRead(seat.room.id, seat.user.summary(), seq))
