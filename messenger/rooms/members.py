"""Members of rooms: join, leave, add, remove (see ownership for roles), and each person's list of their rooms."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import astuple
from peewee import ModelSelect, chunked, fn

from messenger import access, audit_log, rate_limits
from messenger.access import Permission, Seat
from messenger.database.engine import after_commit, in_write, write
from messenger.database.prepared import Prepared, slot
from messenger.errors import NotAllowed, NotAMember
from messenger.events import RoomGained, RoomLost
from messenger.messages.append import append_notice, name_people
from messenger.models import Draft, Membership, Room, User
from messenger.models.base import now, tuples_of
from messenger.models.membership import MEMBER, OWNER
from messenger.models.room import OPEN
from messenger.payloads import RoomEntry, RoomSummary
from messenger.people import blocklists, preferences
from messenger.pubsub import publish
from messenger.reading import unread
from messenger.rooms import summaries
from messenger.rooms.ownership import check_owned

SEATED_AT_ONCE = 500  # SQLite accepts about 30,000 values in one query


class _OwnRoom(NamedTuple):
    """A room, the person's membership and two counts: a plain row, because each page draws a list of hundreds."""

    id: int
    kind: str
    name: str
    topic: str
    owners_only: int
    direct_key: str | None
    last_seq: int
    revision: int
    last_ms: int
    role: str
    last_read_seq: int
    level: str
    general_level: str
    muted_until: int | None
    unread: int
    mentions: int


def _own_rooms() -> 'ModelSelect[Membership]':
    room = Room.last_seq, Room.revision, fn.COALESCE(Room.last_message_at, Room.created_at)
    membership = Membership.role, Membership.last_read_seq, Membership.level, User.level, Membership.muted_until
    query = Membership.select(*summaries.COLUMNS, *room, *membership, unread.column(), unread.mention_column())
    return query.join(Room).switch(Membership).join(User).where(Membership.user == slot('user'))


_ALL = Prepared(lambda: _own_rooms().where(Room.is_living()))
_IN_ROOM = Prepared(lambda: _own_rooms().where(Membership.room == slot('room')))


def entries(user_id: int) -> list[RoomEntry]:
    """From a read: the person's rooms as their list shows them; three queries for any number of rooms."""
    mine = [_OwnRoom(*columns) for columns in _ALL(user=user_id)]
    summaries_by_id = summaries.summaries_of_rooms(mine)
    return [_entry(summaries_by_id[row.id], row) for row in mine]


def entry(user_id: int, room_id: int) -> RoomEntry:
    """From a read or write: one entry of that list. Raises NotAMember."""
    for columns in _IN_ROOM(user=user_id, room=room_id):
        row = _OwnRoom(*columns)
        return _entry(summaries.summaries_of_rooms([row])[room_id], row)
    raise NotAMember


def _entry(summary: RoomSummary, row: _OwnRoom) -> RoomEntry:
    hears = preferences.hears(row.kind, row.level, row.general_level)
    read = (row.role, row.last_read_seq, row.unread, row.mentions, hears, row.muted_until)
    own: tuple[Any, ...] = (*read, row.last_seq, row.revision, row.last_ms / 1000)
    return RoomEntry(*astuple(summary), *own)


def kinds(user_id: int) -> list[tuple[int, str]]:
    """From a read: id and kind of the person's rooms."""
    mine = Membership.user == user_id
    return list(tuples_of(Membership.select(Room.id, Room.kind).join(Room).where(mine, Room.is_living())))


def people(room_id: int) -> list[Membership]:
    """From a read: the members with `user` loaded, owners first, then by nick."""
    order = (Membership.role == OWNER).desc(), fn.LOWER(User.nick)
    return list(Membership.select(Membership, User).join(User).where(Membership.room == room_id).order_by(*order))


async def join(user_id: int, room_id: int) -> None:
    """Join an open room; admins may join any except direct ones; the notice says so. Joining twice is no error."""
    rate_limits.take('join', user_id)
    await write(_join, user_id, room_id)


def _join(user_id: int, room_id: int) -> None:
    seat = access.room_for(user_id, room_id)
    if seat.is_member:
        return
    append_notice(room_id, seat.user, 'joined' if seat.room.kind == OPEN else 'joined_as_admin')
    if seat.room.kind != OPEN:
        audit_log.note(seat.user, 'joined_room', seat.room.name)
    enter(room_id, [user_id])
    summaries.publish_changed(room_id)


async def leave(user_id: int, room_id: int) -> None:
    """Leave a room or a group conversation, which continues without this person.

    Raises NotAMember, NotAllowed for notes to self and conversations of two, LastOwner.
    """
    rate_limits.take('join', user_id)
    await write(_leave, user_id, room_id)


def _leave(user_id: int, room_id: int) -> None:
    seat = access.room_for(user_id, room_id, Permission.POST)
    if seat.room.is_direct and not seat.room.is_group:
        raise NotAllowed
    depart(seat.room, [user_id], reason='left')
    if not seat.room.is_group:
        check_owned(room_id, seat.user.id, user_id)
    elif not _detach_group(seat):
        return
    append_notice(room_id, seat.user, 'left_conversation' if seat.room.is_group else 'left')
    summaries.publish_changed(room_id)


def _detach_group(seat: Seat) -> bool:
    """Detach a group conversation that this person has left from its set of people; False if nobody is left in it."""
    room = seat.room
    room.direct_key = None
    if not Membership.select().where(Membership.room == room.id).exists():
        room.deleted_at, room.deleted_by_id = now(), seat.user.id
    room.save()
    Draft.delete().where(Draft.room == room.id, Draft.user == seat.user.id).execute()
    return room.deleted_at is None


async def add(actor_id: int, room_id: int, user_ids: list[int]) -> None:
    """Add people to a room. Raises NotFound, NotAMember, NotAllowed, CannotAdd."""
    rate_limits.take('members', actor_id)
    rate_limits.take('seat', actor_id, len({*user_ids}))
    await write(change, actor_id, room_id, add=user_ids)


async def remove(actor_id: int, room_id: int, user_id: int) -> None:
    """Remove somebody, or oneself, from a room. Raises NotFound, NotAMember, NotAllowed, LastOwner."""
    rate_limits.take('members', actor_id)
    await write(change, actor_id, room_id, remove=[user_id])


async def bring_back(actor_id: int, room_id: int, roles: Mapping[int, str]) -> None:
    """Undo a removal: add people again, with the role that each had. Only those who govern the room make owners.

    Raises NotFound, NotAMember, NotAllowed, CannotAdd, LimitReached.
    """
    rate_limits.take('members', actor_id)

    def work() -> None:
        change(actor_id, room_id, add=list(roles))
        owners = [user_id for user_id, role in roles.items() if role == OWNER]
        if owners and access.room_for(actor_id, room_id, Permission.EDIT).may_govern:
            seats = (Membership.room == room_id) & Membership.user.in_(owners)
            Membership.update(role=OWNER).where(seats).execute()
            summaries.publish_changed(room_id)

    await write(work)


@in_write
def change(actor_id: int, room_id: int, *, add: Sequence[int] = (), remove: Sequence[int] = ()) -> None:
    """Add and remove members. Raises NotFound, NotAMember, NotAllowed, CannotAdd, LastOwner."""
    seat = access.room_for(actor_id, room_id, Permission.EDIT)
    if change_members(seat, add=add, remove=remove):
        summaries.publish_changed(room_id)
        if seat.acts_as_admin:
            audit_log.note(seat.user, 'changed_members', seat.room.name)


@in_write
def change_members(seat: Seat, *, add: Sequence[int] = (), remove: Sequence[int] = ()) -> bool:
    """The same without telling windows and the audit log; returns whether anything changed."""
    room_id = seat.room.id
    seated = Membership.select(Membership.user, Membership.role).where(Membership.room == room_id)
    present = dict(tuples_of(seated))
    coming = [row.id for row in User.active().where(User.id.in_([*add])) if row.id not in present]
    going = [user_id for user_id in remove if user_id in present]
    if coming:
        blocklists.check_adding(seat.user, coming)
        append_notice(room_id, seat.user, 'added', **name_people(coming))
        enter(room_id, coming)
    if going:
        depart(seat.room, going, reason='removed')
        owners = [user_id for user_id in going if present[user_id] == OWNER]
        if owners:
            check_owned(room_id, seat.user.id, seat.user.id if seat.user.id in owners else owners[0])
        append_notice(room_id, seat.user, 'left' if going == [seat.user.id] else 'removed', **name_people(going))
    return bool(coming or going)


@in_write
def enter(room_id: int, user_ids: list[int], *, role: str = MEMBER) -> None:
    """Add people to a room, count earlier messages as read, and show the room in their lists."""
    seat = {'room': room_id, 'role': role, 'last_read_seq': Room.get_by_id(room_id).last_seq}
    for batch in chunked(user_ids, SEATED_AT_ONCE):
        Membership.insert_many([seat | {'user': user_id} for user_id in batch]).execute()
    publish_gained(user_ids, room_id)


@in_write
def publish_gained(user_ids: Sequence[int], room_id: int) -> None:
    """Show the room in these people's windows."""
    summary = summaries.summary_of_room(Room.get_by_id(room_id))
    for user_id in user_ids:
        for columns in _IN_ROOM(user=user_id, room=room_id):
            after_commit(publish, f'user:{user_id}', RoomGained(room_id, _entry(summary, _OwnRoom(*columns))))


@in_write
def depart(room: Room, user_ids: list[int], *, reason: str) -> None:
    """Remove people from a room and notify their windows."""
    Membership.delete().where(Membership.room == room.id, Membership.user.in_(user_ids)).execute()
    for user_id in user_ids:
        after_commit(publish, f'user:{user_id}', room_lost(room, reason))


def room_lost(room: Room, reason: str) -> RoomLost:
    """The event that makes windows leave a room. `reason`: removed, left or deleted."""
    return RoomLost(room.id, room.name, reason)
