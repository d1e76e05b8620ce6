"""What a person has not read yet, derived from `last_read_seq` and never counted up by hand."""

from peewee import SQL, Select, fn

from messenger.broker import publish
from messenger.db import after_commit, read, write
from messenger.errors import NotAMember
from messenger.events import RoomRead
from messenger.models import Membership, Message, Room
from messenger.models.prepared import Prepared, slot
from messenger.services import access

SHOWN_LIMIT = 1_000


def column(user_id: int) -> Select:
    """For a query of a person's memberships: how many messages of each are unread, at most SHOWN_LIMIT."""
    some = (
        Message.select(SQL('1'))
        .where(
            Message.room == Membership.room,
            Message.seq > Membership.last_read_seq,
            Message.counts_for(user_id),
        )
        .limit(SHOWN_LIMIT)
    )
    return Select([some], [fn.COUNT(SQL('*'))])


def counts(user_id: int) -> dict[int, int]:
    """From a read: unread messages by room id; rooms without any are absent."""
    rows = Membership.select(Membership.room, column(user_id)).where(Membership.user == user_id).tuples()
    return {room_id: unread for room_id, unread in rows if unread}


_COUNT = Prepared(
    lambda: (
        Message.select(Message.id)
        .where(Message.room == slot('room'), Message.seq > slot('seq'), Message.counts_for(slot('user')))
        .limit(SHOWN_LIMIT)
    )
)


def count(user_id: int, room_id: int, last_read_seq: int) -> int:
    """From a read or write: unread messages after `last_read_seq` in one room, at most SHOWN_LIMIT."""
    return len(_COUNT(user=user_id, room=room_id, seq=last_read_seq))


async def mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    """This person has read the room up to `seq`; never goes back. Raises NotFound, NotAMember."""
    seat = await read(access.room_for, user_id, room_id, access.Need.POST)
    membership = seat.membership
    if membership is not None and membership.last_read_seq >= min(seq, seat.room.last_seq):
        return await read(_now, user_id, room_id)
    return await write(_mark_read, user_id, room_id, seq)


def _now(user_id: int, room_id: int) -> RoomRead:
    """As it stands; one query, so that mark, number and revision belong together. Raises NotAMember."""
    query = Membership.select(Membership.last_read_seq, column(user_id), Room.revision).join(Room)
    rows = query.where(Membership.user == user_id, Membership.room == room_id).tuples()
    for last_read_seq, unread, revision in rows:
        return RoomRead(room_id, last_read_seq, unread, revision)
    raise NotAMember


def _mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    seat = access.room_for(user_id, room_id, access.Need.POST)
    upto = max(seat.membership.last_read_seq, min(seq, seat.room.last_seq)) if seat.membership else 0
    advance(user_id, room_id, upto)
    event = RoomRead(room_id, upto, count(user_id, room_id, upto), seat.room.revision)
    after_commit(publish, f'user:{user_id}', event)
    return event


_ADVANCE = Prepared(
    lambda: Membership.update(last_read_seq=slot('seq')).where(
        Membership.room == slot('room'), Membership.user == slot('user'), Membership.last_read_seq < slot('seq')
    )
)


def advance(user_id: int, room_id: int, seq: int) -> None:
    """From inside a write: move the reading mark forward to `seq`."""
    _ADVANCE(user=user_id, room=room_id, seq=seq)
