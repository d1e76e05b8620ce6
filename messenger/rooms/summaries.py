"""Room summaries: the data about a room that is the same for everyone who may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from messenger.database.engine import after_commit, in_write
from messenger.database.prepared import Prepared, any_of, listed
from messenger.events import RoomChanged
from messenger.i18n import _
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, is_group
from messenger.models.user import brief_of
from messenger.pubsub import publish

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


def one(room: Room) -> dict[str, Any]:
    """The summary of one room; at most two queries."""
    return of([room])[room.id]


def of(some: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The summaries of rooms (or rows with their COLUMNS) by id.

    Each has kind, name, topic, owners_only, is_group (see Room), members (a count), people (for direct ones: briefs
    with `is_closed`, whether an admin has blocked the account).
    """
    sizes = dict(_SIZES(rooms=listed(room.id for room in some)))
    people: dict[int, list[dict[str, Any]]] = {}
    directs = [room.id for room in some if room.kind == DIRECT]
    if directs:
        for room_id, *person, blocked_at in SEATED(rooms=listed(directs)):
            people.setdefault(room_id, []).append(brief_of(*person) | {'is_closed': blocked_at is not None})
    return {
        room.id: {
            'id': room.id,
            'kind': room.kind,
            'name': room.name,
            'topic': room.topic,
            'owners_only': bool(room.owners_only),
            'is_group': is_group(room.kind, room.direct_key),
            'members': sizes.get(room.id, 0),
            'people': people.get(room.id, [])[:FACES_OF_DIRECT],
        }
        for room in some
    }


def few(ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """From a read: the FEW members with the oldest accounts (briefs), by room id; one query."""
    found: dict[int, list[dict[str, Any]]] = {}
    for room_id, *person in _FEW(rooms=listed(ids)):
        found.setdefault(room_id, []).append(brief_of(*person))
    return found


def _of_few() -> Any:
    one = Membership.alias()
    first = one.select(one.id).where(one.room == Room.id).order_by(one.user).limit(FEW)
    seats = Room.select(Room.id, User.id, User.nick, User.avatar).join(Membership, on=Membership.id.in_(first))
    return seats.join(User, on=Membership.user == User.id).where(Room.id.in_(any_of('rooms')))


_FEW = Prepared(_of_few)


def title(shown: dict[str, Any], viewer_id: int, notes: str) -> str:
    """The room's name for one viewer; a direct conversation is named after the others in it, or `notes` if alone."""
    if shown['kind'] != DIRECT:
        return str(shown['name'])
    others = [str(person['nick']) for person in shown['people'] if person['id'] != viewer_id]
    return direct_title(others, group=shown['is_group']) or notes


def direct_title(others: Sequence[str], *, group: bool) -> str:
    """The title of a direct conversation with these others (nicks); empty for notes to self.

    A group with only one or two people left says so, because those two may also have a conversation of their own.
    """
    if group and len(others) < 2:
        return _('{nick} (group)').format(nick=others[0]) if others else _('Only you are left')
    return ', '.join(others)


@in_write
def tell_changed(room_id: int) -> None:
    """Send the new summary to every window that shows or lists the room."""
    event = RoomChanged(room_id, one(Room.get_by_id(room_id)))
    after_commit(publish, f'room:{room_id}', event)
    after_commit(publish, f'room:{room_id}:activity', event)
