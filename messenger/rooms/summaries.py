"""Room summaries: the data about a room that is the same for everyone who may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, any_of, listed
from messenger.events import RoomChanged
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, is_group
from messenger.models.user import avatar_url, user_summary
from messenger.payloads import Companion, RoomSummary, UserSummary
from messenger.pubsub import publish
from messenger.rooms import titles

FACES_OF_DIRECT, FEW = 20, 4
COLUMNS = Room.id, Room.kind, Room.name, Room.topic, Room.owners_only, Room.direct_key


_SIZES = Prepared(
    lambda: (
        Membership.select(Membership.room, fn.COUNT(Membership.id))
        .where(Membership.room.in_(any_of('rooms')))
        .group_by(Membership.room)
    )
)
SEATED = Prepared(
    lambda: (
        Membership.select(Membership.room, User.id, User.nick, User.avatar, User.blocked_at)
        .join(User)
        .where(Membership.room.in_(any_of('rooms')))
        .order_by(Membership.id)
    )
)


def summary_of_room(room: Room) -> RoomSummary:
    """The summary of one room; at most two queries."""
    return summaries_of_rooms([room])[room.id]


def summaries_of_rooms(some: Sequence[Any]) -> dict[int, RoomSummary]:
    """The summaries of rooms (or rows with their COLUMNS) by id."""
    sizes = dict(_SIZES(rooms=listed(room.id for room in some)))
    people: dict[int, list[Companion]] = {}
    directs = [room.id for room in some if room.kind == DIRECT]
    if directs:
        for room_id, user_id, nick, avatar, blocked_at in SEATED(rooms=listed(directs)):
            one = Companion(user_id, nick, avatar_url(user_id, nick, avatar), blocked_at is not None)
            people.setdefault(room_id, []).append(one)
    return {room.id: _summary(room, sizes.get(room.id, 0), people.get(room.id, [])) for room in some}


def _summary(room: Any, size: int, people: list[Companion]) -> RoomSummary:
    group = is_group(room.kind, room.direct_key)
    return RoomSummary(
        room.id,
        room.kind,
        room.name,
        room.topic,
        owners_only=bool(room.owners_only),
        is_group=group,
        title_form=titles.form_of(room.kind, size - 1, group=group),
        members=size,
        people=people[:FACES_OF_DIRECT],
    )


def first_members(ids: Iterable[int]) -> dict[int, list[UserSummary]]:
    """From a read: the FEW members with the oldest accounts, by room id; one query."""
    found: dict[int, list[UserSummary]] = {}
    for room_id, *person in _FEW(rooms=listed(ids)):
        found.setdefault(room_id, []).append(user_summary(*person))
    return found


def _of_few() -> Any:
    one = Membership.alias()
    first = one.select(one.id).where(one.room == Room.id).order_by(one.user).limit(FEW)
    seats = Room.select(Room.id, User.id, User.nick, User.avatar).join(Membership, on=Membership.id.in_(first))
    return seats.join(User, on=Membership.user == User.id).where(Room.id.in_(any_of('rooms')))


_FEW = Prepared(_of_few)


@in_write
def tell_changed(room_id: int) -> None:
    """Send the new summary to every window that shows or lists the room."""
    event = RoomChanged(room_id, summary_of_room(Room.get_by_id(room_id)))
    after_commit(publish, f'room:{room_id}', event)
    after_commit(publish, f'room:{room_id}:activity', event)
