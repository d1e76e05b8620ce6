"""Edits of rooms: stores what has changed in a room, posts notices, and tells everyone once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from messenger import access, audit_log, name_rules
from messenger.access import Permission, Seat
from messenger.database.engine import in_write
from messenger.errors import Malformed, NameTaken, NotAllowed
from messenger.messages.append import append_notice
from messenger.models import Membership, Room
from messenger.models.room import CLOSED, OPEN
from messenger.rooms import members, summaries


@dataclass(frozen=True)
class RoomEdit:
    """What to change in a room; None leaves a value as it is. See rooms.update for the members.

    `rules` are columns that only people who govern the room may change.
    """

    name: str | None
    topic: str | None
    kind: str | None
    member_ids: Sequence[int]
    shown_ids: Sequence[int] | None
    rules: Mapping[str, bool | None]


@in_write
def apply(actor_id: int, room_id: int, edit: RoomEdit) -> None:
    """Carry out an edit; an edit that changes nothing publishes nothing.

    Raises InvalidRoomName, NameTaken, TooLong (with the field), NotAllowed, CannotAdd, NotFound, LastOwner.
    """
    seat = access.room_for(actor_id, room_id, Permission.EDIT)
    old_name, changes = seat.room.name, _changes(seat, edit)
    if changes:
        _store(seat, changes)
    has_new_members = members.change_members(seat, **_coming_and_going(room_id, edit))
    if changes or has_new_members:
        summaries.publish_changed(room_id)
        if seat.acts_as_admin or (not seat.is_owner and changes.keys() & edit.rules.keys()):
            action = 'edited_room' if changes else 'changed_members'
            audit_log.note(seat.user, action, seat.room.name, old_name if 'name' in changes else '')


def _changes(seat: Seat, edit: RoomEdit) -> dict[str, Any]:
    """The new values of the columns that an edit changes."""
    rules = _differing(seat.room, edit.rules)
    if rules and not seat.may_govern:
        raise NotAllowed(field=next(iter(rules)))
    return rules | _differing(seat.room, check_values(edit.name, edit.topic, edit.kind))


def _differing(room: Room, columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if value is not None and value != getattr(room, name)}


def _store(seat: Seat, changes: dict[str, Any]) -> None:
    """Store changed columns, with one notice for each change that members should know of."""
    room, old_name = seat.room, seat.room.name
    for name, value in changes.items():
        setattr(room, name, value)
    save(room)
    if 'name' in changes:
        append_notice(room.id, seat.user, 'renamed', before=old_name, after=room.name)
    if 'kind' in changes:
        append_notice(room.id, seat.user, 'opened' if room.kind == OPEN else 'closed')
    if 'topic' in changes:
        append_notice(room.id, seat.user, 'topic', after=room.topic)


def _coming_and_going(room_id: int, edit: RoomEdit) -> dict[str, list[int]]:
    """The people to add (newly chosen) and to remove (no longer chosen), given the members that the dialog showed."""
    member_ids = [row.user_id for row in Membership.select(Membership.user).where(Membership.room == room_id)]
    shown_ids = member_ids if edit.shown_ids is None else edit.shown_ids
    return {
        'add': [user_id for user_id in edit.member_ids if user_id not in shown_ids],
        'remove': [user_id for user_id in shown_ids if user_id not in edit.member_ids],
    }


def check_values(name: str | None, topic: str | None, kind: str | None) -> dict[str, Any]:
    """The columns for what a person typed, without what is None. Raises Malformed, InvalidRoomName, TooLong."""
    columns: dict[str, Any] = {}
    if kind is not None:
        if kind not in (OPEN, CLOSED):
            raise Malformed
        columns['kind'] = kind
    if name is not None:
        columns['name'] = name_rules.room(name)
        columns['name_key'] = name_rules.key(columns['name'])
    if topic is not None:
        columns['topic'] = name_rules.line(topic.replace('\n', ' '), name_rules.TOPIC_LIMIT_CHARS, field='topic')
    return columns


@in_write
def save(room: Room) -> None:
    """Store a room. Raises NameTaken."""
    try:
        room.save()
    except IntegrityError:
        raise NameTaken(field='name') from None
