"""What a person has not read yet, derived from `last_read_seq` and never counted up by hand."""

from peewee import SQL, Select, fn

from messenger.broker import publish
from messenger.db import after_commit, read, write
from messenger.events import RoomRead
from messenger.models import Membership, Message
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


def count(user_id: int, room_id: int, last_read_seq: int) -> int:
    """From a read or write: unread messages after `last_read_seq` in one room, at most SHOWN_LIMIT."""
    some = Message.in_room(room_id).where(Message.seq > last_read_seq, Message.counts_for(user_id))
    return int(some.limit(SHOWN_LIMIT).count())


async def mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    """This person has read the room up to `seq`; never goes back. Raises NotFound, NotAMember."""
    seat = await read(access.room_for, user_id, room_id, access.Need.POST)
    membership = seat.membership
    if membership is not None and membership.last_read_seq >= min(seq, seat.room.last_seq):
        unread = await read(count, user_id, room_id, membership.last_read_seq)
        return RoomRead(room_id, membership.last_read_seq, unread)
    return await write(_mark_read, user_id, room_id, seq)


def _mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    seat = access.room_for(user_id, room_id, access.Need.POST)
    upto = max(seat.membership.last_read_seq, min(seq, seat.room.last_seq)) if seat.membership else 0
    advance(user_id, room_id, upto)
    event = RoomRead(room_id, upto, count(user_id, room_id, upto))
    after_commit(publish, f'user:{user_id}', event)
    return event


def advance(user_id: int, room_id: int, seq: int) -> None:
    """From inside a write: move the reading mark forward to `seq`."""
    forward = Membership.update(last_read_seq=seq).where(Membership.last_read_seq < seq)
    forward.where(Membership.room == room_id, Membership.user == user_id).execute()
