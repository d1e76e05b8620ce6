"""Room summaries: the data about a room that is the same for everyone who may see it."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.events import RoomChanged
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, is_group
from messenger.models.user import avatar_url
from messenger.payloads import Companion, RoomSummary
from messenger.pubsub import publish
from messenger.rooms import titles

FACES_OF_DIRECT = 20
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


def summaries_of_rooms(rooms: Sequence[Any]) -> dict[int, RoomSummary]:
    """The summaries of rooms (or rows with their COLUMNS) by id."""
    sizes = dict(_SIZES(rooms=encode_list(room.id for room in rooms)))
    people: dict[int, list[Companion]] = {}
    directs = [room.id for room in rooms if room.kind == DIRECT]
    if directs:
        for room_id, user_id, nick, avatar, blocked_at in SEATED(rooms=encode_list(directs)):
            companion = Companion(user_id, nick, avatar_url(user_id, nick, avatar), blocked_at is not None)
            people.setdefault(room_id, []).append(companion)
    return {room.id: _summary(room, sizes.get(room.id, 0), people.get(room.id, [])) for room in rooms}


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


@in_write
def publish_changed(room_id: int) -> None:
    """Send the new summary to every window that shows or lists the room."""
    event = RoomChanged(room_id, summary_of_room(Room.get_by_id(room_id)))
    after_commit(publish, f'room:{room_id}', event)
    after_commit(publish, f'room:{room_id}:activity', event)
