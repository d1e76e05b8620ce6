"""What a person has not read yet, derived from `last_read_seq` and never counted up by hand."""

from peewee import SQL, Select, fn

from messenger import access, rate_limits
from messenger.database.engine import after_commit, read, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import NotAMember
from messenger.events import RoomRead
from messenger.models import Membership, Mention, Message, PersonBlock, Room
from messenger.pubsub import publish
from messenger.reading import receipts

SHOWN_LIMIT = 1_000


def column() -> Select:
    """For a prepared query of memberships of slot `user`: how many messages of each are unread, at most SHOWN_LIMIT."""
    some = (
        Message.select(SQL('1'))
        .where(
            Message.room == Membership.room,
            Message.seq > Membership.last_read_seq,
            Message.counts_for(slot('user')),
        )
        .limit(SHOWN_LIMIT)
    )
    return Select([some], [fn.COUNT(SQL('*'))])


def mention_column() -> Select:
    """For a prepared query of memberships of slot `user`: how many unread messages of each speak to the person.

    Those of people whom the person has blocked do not.
    """
    blocked = PersonBlock.select(PersonBlock.blocked).where(PersonBlock.blocker == slot('user'))
    return (
        Mention.select(fn.COUNT(fn.DISTINCT(Mention.message)))
        .join(Message)
        .where(Mention.room == Membership.room, Mention.seq > Membership.last_read_seq, Mention.of(slot('user')))
        .where(Message.counts_for(slot('user')), Message.author.not_in(blocked))
    )


_NOW = Prepared(
    lambda: (
        Membership.select(Membership.last_read_seq, column(), mention_column(), Room.revision)
        .join(Room)
        .where(Membership.user == slot('user'), Membership.room == slot('room'))
    )
)
_FIRST = Prepared(
    lambda: (
        Message.select(Message.seq)
        .where(Message.room == slot('room'), Message.seq > slot('seq'), Message.counts_for(slot('user')))
        .order_by(Message.seq)
        .limit(1)
    )
)


def first(user_id: int, room_id: int, last_read_seq: int) -> int | None:
    """From a read or write: the seq of the first unread message."""
    return next((seq for (seq,) in _FIRST(user=user_id, room=room_id, seq=last_read_seq)), None)


async def mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    """This person has read the room up to `seq`; never goes back. Raises LimitReached, NotFound, NotAMember."""
    rate_limits.take('read', user_id)
    seat = await read(access.room_for, user_id, room_id, access.Need.POST)
    membership = seat.membership
    if membership is not None and membership.last_read_seq >= min(seq, seat.room.last_seq):
        return await read(_now, user_id, room_id)
    return await write(_mark_read, user_id, room_id, seq)


def _now(user_id: int, room_id: int) -> RoomRead:
    """As it stands; one query, so that mark, numbers and revision belong together. Raises NotAMember."""
    for last_read_seq, *numbers in _NOW(user=user_id, room=room_id):
        return RoomRead(room_id, last_read_seq, *numbers)
    raise NotAMember


def _mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    seat = access.room_for(user_id, room_id, access.Need.POST)
    upto = max(seat.membership.last_read_seq, min(seq, seat.room.last_seq)) if seat.membership else 0
    advance(user_id, room_id, upto)
    receipts.tell(seat, upto)
    return tell(user_id, room_id)


async def mark_unread(user_id: int, room_id: int, seq: int) -> RoomRead:
    """Everything from message `seq` on is unread again for this person. Raises LimitReached, NotFound, NotAMember."""
    rate_limits.take('unread', user_id)
    return await write(_mark_unread, user_id, room_id, seq)


def _mark_unread(user_id: int, room_id: int, seq: int) -> RoomRead:
    access.room_for(user_id, room_id, access.Need.POST)
    back = Membership.update(last_read_seq=max(0, seq - 1))
    mine = (Membership.room == room_id) & (Membership.user == user_id)
    back.where(mine, Membership.last_read_seq >= seq).execute()
    return tell(user_id, room_id)


async def mark_all_read(user_id: int) -> list[RoomRead]:
    """This person has read everything, everywhere; returns the rooms where that was news. Raises LimitReached."""
    rate_limits.take('read_all', user_id)
    return await write(_mark_all_read, user_id)


def _mark_all_read(user_id: int) -> list[RoomRead]:
    query = Membership.select(Room.id, Room.last_seq).join(Room).where(Membership.user == user_id, Room.is_living())
    behind = list(query.where(Membership.last_read_seq < Room.last_seq).tuples())
    return [_mark_read(user_id, room_id, last_seq) for room_id, last_seq in behind]


def tell(user_id: int, room_id: int) -> RoomRead:
    """From inside a write: state the numbers of a room as they are now, to all windows of the person."""
    event = _now(user_id, room_id)
    after_commit(publish, f'user:{user_id}', event)
    return event


def tell_called_by(user_id: int, author_id: int) -> None:
    """From inside a write: state the numbers of all rooms in which that author has unread mentions of this person."""
    unread = (Membership.room == Mention.room) & (Membership.last_read_seq < Mention.seq)
    calls = Mention.select(Mention.room).distinct().join(Message).where(Message.author == author_id)
    calls = calls.join(Membership, on=(unread & (Membership.user == user_id))).where(Mention.of(user_id))
    for (room_id,) in list(calls.tuples()):
        tell(user_id, room_id)


_ADVANCE = Prepared(
    lambda: Membership.update(last_read_seq=slot('seq')).where(
        Membership.room == slot('room'), Membership.user == slot('user'), Membership.last_read_seq < slot('seq')
    )
)
_FOLLOW = Prepared(
    lambda: Membership.update(last_read_seq=slot('seq')).where(
        Membership.room == slot('room'), Membership.user == slot('user'), Membership.last_read_seq == slot('before')
    )
)


def advance(user_id: int, room_id: int, seq: int) -> None:
    """From inside a write: move the reading mark forward to `seq`."""
    _ADVANCE(user=user_id, room=room_id, seq=seq)


def follow(user_id: int, room_id: int, seq: int) -> None:
    """From inside a write: this person wrote `seq`, and so has read it, where everything before was read.

    Words that waited for the line may arrive after what others said meanwhile, which nobody has seen yet.
    """
    _FOLLOW(user=user_id, room=room_id, seq=seq, before=seq - 1)
