"""Unread messages and mentions, always computed from `last_read_seq`, never kept as counters."""

from peewee import SQL, Select, fn

from messenger import access, rate_limits
from messenger.database.engine import after_commit, in_write, read, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import NotAMember
from messenger.events import RoomRead
from messenger.models import Membership, Mention, Message, PersonBlock, Room
from messenger.models.base import tuples_of
from messenger.pubsub import publish
from messenger.reading import receipts

SHOWN_LIMIT = 1_000


def column() -> Select:
    """For a prepared query of the memberships of slot `user`: the unread count of each, at most SHOWN_LIMIT."""
    unread_messages = (
        Message.select(SQL('1'))
        .where(
            Message.room == Membership.room,
            Message.seq > Membership.last_read_seq,
            Message.counts_for(slot('user')),
        )
        .limit(SHOWN_LIMIT)
    )
    return Select([unread_messages], [fn.COUNT(SQL('*'))])


def mention_column() -> Select:
    """For a prepared query of the memberships of slot `user`: how many unread messages of each mention the person.

    Messages of people the person has blocked do not count.
    """
    blocked = PersonBlock.select(PersonBlock.blocked).where(PersonBlock.blocker == slot('user'))
    return (
        Mention.select(fn.COUNT(fn.DISTINCT(Mention.message)))
        .join(Message)
        .where(Mention.room == Membership.room, Mention.seq > Membership.last_read_seq, Mention.is_of(slot('user')))
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
    """Mark the room as read up to `seq`; never moves back. Raises LimitReached, NotFound, NotAMember."""
    rate_limits.take('read', user_id)
    seat = await read(access.room_for, user_id, room_id, access.Permission.POST)
    membership = seat.membership
    if membership is not None and membership.last_read_seq >= min(seq, seat.room.last_seq):
        return await read(_now, user_id, room_id)
    return await write(_mark_read, user_id, room_id, seq)


def _now(user_id: int, room_id: int) -> RoomRead:
    """The current state, in one query, so that mark, counts and revision are consistent. Raises NotAMember."""
    for last_read_seq, *numbers in _NOW(user=user_id, room=room_id):
        return RoomRead(room_id, last_read_seq, *numbers)
    raise NotAMember


def _mark_read(user_id: int, room_id: int, seq: int) -> RoomRead:
    seat = access.room_for(user_id, room_id, access.Permission.POST)
    upto = max(seat.membership.last_read_seq, min(seq, seat.room.last_seq)) if seat.membership else 0
    advance(user_id, room_id, upto)
    receipts.publish_read(seat, upto)
    return publish_read(user_id, room_id)


async def mark_unread(user_id: int, room_id: int, seq: int) -> RoomRead:
    """Mark everything from message `seq` on as unread. Raises LimitReached, NotFound, NotAMember."""
    rate_limits.take('unread', user_id)
    return await write(_mark_unread, user_id, room_id, seq)


def _mark_unread(user_id: int, room_id: int, seq: int) -> RoomRead:
    access.room_for(user_id, room_id, access.Permission.POST)
    back = Membership.update(last_read_seq=max(0, seq - 1))
    mine = (Membership.room == room_id) & (Membership.user == user_id)
    back.where(mine, Membership.last_read_seq >= seq).execute()
    return publish_read(user_id, room_id)


async def mark_all_read(user_id: int) -> list[RoomRead]:
    """Mark all rooms as read; returns those where this changed something. Raises LimitReached."""
    rate_limits.take('read_all', user_id)
    return await write(_mark_all_read, user_id)


def _mark_all_read(user_id: int) -> list[RoomRead]:
    query = Membership.select(Room.id, Room.last_seq).join(Room).where(Membership.user == user_id, Room.is_living())
    behind = list(tuples_of(query.where(Membership.last_read_seq < Room.last_seq)))
    return [_mark_read(user_id, room_id, last_seq) for room_id, last_seq in behind]


@in_write
def publish_read(user_id: int, room_id: int) -> RoomRead:
    """Send the current unread counts of a room to all windows of the person."""
    event = _now(user_id, room_id)
    after_commit(publish, f'user:{user_id}', event)
    return event


@in_write
def publish_called_by(user_id: int, author_id: int) -> None:
    """Send the counts of all rooms where this author has unread mentions of this person."""
    unread = (Membership.room == Mention.room) & (Membership.last_read_seq < Mention.seq)
    calls = Mention.select(Mention.room).distinct().join(Message).where(Message.author == author_id)
    calls = calls.join(Membership, on=(unread & (Membership.user == user_id))).where(Mention.is_of(user_id))
    for (room_id,) in list(tuples_of(calls)):
        publish_read(user_id, room_id)


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


@in_write
def advance(user_id: int, room_id: int, seq: int) -> None:
    """Move the read marker forward to `seq`."""
    _ADVANCE(user=user_id, room=room_id, seq=seq)


@in_write
def follow(user_id: int, room_id: int, seq: int) -> None:
    """Mark a person's own message `seq` as read, if they had read everything before it.

    A message sent late, after the network was down, may follow messages of others that its author has not seen yet.
    """
    _FOLLOW(user=user_id, room=room_id, seq=seq, before=seq - 1)
