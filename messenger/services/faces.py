"""The face a room shows: what everyone who may see it sees of it."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from messenger.broker import publish
from messenger.db import after_commit
from messenger.events import RoomChanged
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT

FACES_OF_DIRECT = 20
COLUMNS = Room.id, Room.kind, Room.name, Room.topic, Room.owners_only


def one(room: Room) -> dict[str, Any]:
    """What everyone who may see the room sees of it; three queries."""
    return of([room])[room.id]


def of(some: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The faces of rooms (or rows with their COLUMNS) by id.

    Each: kind, name, topic, owners_only, members (a number), people (of direct ones).
    """
    ids = [room.id for room in some]
    counted = Membership.select(Membership.room, fn.COUNT(Membership.id)).where(Membership.room.in_(ids))
    sizes = dict(counted.group_by(Membership.room).tuples())
    people: dict[int, list[dict[str, Any]]] = {}
    directs = [room.id for room in some if room.kind == DIRECT]
    if directs:
        seats = Membership.select(Membership, User).join(User).where(Membership.room.in_(directs))
        for seat in seats.order_by(Membership.id):
            people.setdefault(seat.room_id, []).append(seat.user.brief())
    return {
        room.id: {
            'id': room.id,
            'kind': room.kind,
            'name': room.name,
            'topic': room.topic,
            'owners_only': room.owners_only,
            'members': sizes.get(room.id, 0),
            'people': people.get(room.id, [])[:FACES_OF_DIRECT],
        }
        for room in some
    }


def title(shown: dict[str, Any], viewer_id: int, notes: str) -> str:
    """The name of a face for one viewer: a direct conversation is named after the others in it, else `notes`."""
    if shown['kind'] != DIRECT:
        return str(shown['name'])
    return ', '.join(person['nick'] for person in shown['people'] if person['id'] != viewer_id) or notes


def tell_changed(room_id: int) -> None:
    """From inside a write: tell every window that shows or lists the room its new face."""
    event = RoomChanged(room_id, one(Room.get_by_id(room_id)))
    after_commit(publish, f'room:{room_id}', event)
    after_commit(publish, f'room:{room_id}:activity', event)
