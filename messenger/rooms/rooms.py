"""Rooms: create, edit, move to the bin, restore, empty the bin."""

from datetime import datetime, timedelta

from peewee import JOIN

from messenger import access, audit_log, name_rules, rate_limits
from messenger.access import Permission
from messenger.database.engine import after_commit, in_write, write
from messenger.errors import NotAllowed, NotFound, WrongConfirmation
from messenger.index import word_index
from messenger.messages.append import append_notice
from messenger.models import Membership, Message, Room, User
from messenger.models.base import now
from messenger.models.membership import OWNER
from messenger.models.room import CLOSED, DIRECT, OPEN
from messenger.payloads import RoomSummary
from messenger.people import blocklists
from messenger.pubsub import publish
from messenger.rooms import edits, members, summaries
from messenger.rooms.edits import RoomEdit
from messenger.site import settings as site_settings

REMOVED_AT_ONCE = 50


def open_to_join(user_id: int) -> list[RoomSummary]:
    """From a read: open rooms this person is not in, by name."""
    mine = Membership.select(Membership.room).where(Membership.user == user_id)
    query = Room.living().where(Room.kind == OPEN, Room.id.not_in(mine)).order_by(Room.name_key)
    rooms = list(query)
    summaries_by_id = summaries.summaries_of_rooms(rooms) if rooms else {}
    return [summaries_by_id[room.id] for room in rooms]


async def create(
    creator_id: int,
    name: str,
    member_ids: list[int],
    *,
    kind: str = CLOSED,
    topic: str = '',
    owners_only: bool = False,
    everyone_may_call: bool = False,
) -> int:
    """Create a room with any number of people; the creator owns it. Returns its id.

    Raises InvalidRoomName, NameTaken, TooLong (with the field), NotAllowed, CannotAdd, LimitReached.
    """
    rate_limits.take('room', creator_id)
    rate_limits.take('seat', creator_id, len({*member_ids}))
    rules = {'owners_only': owners_only, 'everyone_may_call': everyone_may_call}
    return await write(_create, creator_id, name, member_ids, kind, topic, rules)


def _create(creator_id: int, name: str, member_ids: list[int], kind: str, topic: str, rules: dict[str, bool]) -> int:
    creator = access.user_for(creator_id)
    if site_settings.read_stored().create_rooms == site_settings.ADMINS and not creator.is_admin:
        raise NotAllowed
    room = Room(created_by=creator_id, **rules, **edits.check_values(name, topic, kind))
    edits.save(room)
    others = [user.id for user in User.active().where(User.id.in_(member_ids), User.id != creator_id).order_by(User.id)]
    blocklists.check_adding(creator, others)
    members.enter(room.id, [creator_id], role=OWNER)
    append_notice(room.id, creator, 'created')
    members.enter(room.id, others)
    summaries.publish_changed(room.id)
    return room.id


async def update(  # noqa: PLR0913 - all fields of the dialog
    actor_id: int,
    room_id: int,
    *,
    member_ids: list[int],
    name: str | None = None,
    topic: str | None = None,
    kind: str | None = None,
    owners_only: bool | None = None,
    everyone_may_call: bool | None = None,
    shown_ids: list[int] | None = None,
) -> None:
    """Change a room's name, topic, members, and who may join, edit and mention everyone, all at once.

    None leaves a value unchanged. `shown_ids` are the members shown when `member_ids` was chosen: people who joined in
    the meantime stay, and people who left are not added again.

    Raises LimitReached, InvalidRoomName, NameTaken, TooLong (with the field), NotAllowed, CannotAdd,
    NotFound, LastOwner.
    """
    edit = RoomEdit(
        name=name,
        topic=topic,
        kind=kind,
        member_ids=member_ids,
        shown_ids=shown_ids,
        rules={'owners_only': owners_only, 'everyone_may_call': everyone_may_call},
    )
    rate_limits.take('room_edit', actor_id)
    rate_limits.take('seat', actor_id, len({*member_ids}.difference(shown_ids or ())))
    await write(edits.apply, actor_id, room_id, edit)


async def delete(actor_id: int, room_id: int, confirmation: str) -> None:
    """Move a room to the bin; `confirmation` is its typed name. Raises WrongConfirmation, NotAllowed, NotFound."""
    rate_limits.take('room_delete', actor_id)
    await write(_delete, actor_id, room_id, confirmation)


def _delete(actor_id: int, room_id: int, confirmation: str) -> None:
    seat = access.room_for(actor_id, room_id, Permission.EDIT)
    if name_rules.key(' '.join(confirmation.split())) != seat.room.name_key:
        raise WrongConfirmation(field='confirmation')
    put_into_bin(seat.room, actor_id, now())
    if seat.acts_as_admin:
        audit_log.note(seat.user, 'deleted_room', seat.room.name)


@in_write
def put_into_bin(room: Room, actor_id: int, moment: datetime) -> None:
    """Move the room to the bin, which hides it from everyone from `moment` on."""
    room.deleted_at, room.deleted_by_id = moment, actor_id
    room.name_key = None
    room.direct_key = room.direct_key and f'bin:{room.id}:{room.direct_key}'  # the same people may start a new one
    room.save()
    for row in Membership.select(Membership.user).where(Membership.room == room.id):
        after_commit(publish, f'user:{row.user_id}', members.room_lost(room, 'deleted'))
    after_commit(publish, f'room:{room.id}', members.room_lost(room, 'deleted'))


def in_bin() -> list[Room]:
    """From a read: deleted rooms, the last deleted first, with `deleted_by` loaded.

    The bin also holds group conversations that everybody has left; they are not listed.
    """
    query = Room.select(Room, User).join(User, JOIN.LEFT_OUTER, on=Room.deleted_by)
    return list(query.where(Room.deleted_at.is_null(False), Room.kind != DIRECT).order_by(Room.deleted_at.desc()))


async def restore(admin_id: int, room_id: int) -> None:
    """Restore a room from the bin; if its name has been taken in the meantime, add a number. Raises NotFound."""
    rate_limits.take('admin', admin_id)
    await write(_restore, admin_id, room_id)


def _restore(admin_id: int, room_id: int) -> None:
    admin = access.admin_for(admin_id)
    room = Room.get_or_none(Room.id == room_id, Room.deleted_at.is_null(False), Room.kind != DIRECT)
    if room is None:
        raise NotFound
    room.name = free_name(room.name)
    room.name_key = name_rules.key(room.name)
    room.deleted_at = room.deleted_by_id = None
    room.save()
    append_notice(room_id, admin, 'restored')
    audit_log.note(admin, 'restored_room', room.name)
    seated = Membership.select(Membership.user).where(Membership.room == room_id)
    members.publish_gained([row.user_id for row in seated], room_id)


@in_write
def free_name(name: str) -> str:
    """The name, with a number added if another room has it."""
    tried, number = name, 1
    while Room.select().where(Room.name_key == name_rules.key(tried)).exists():
        number += 1
        tried = f'{name[: name_rules.ROOM_NAME_LIMIT_CHARS - 5]} ({number})'
    return tried


def next_in_bin(days: int) -> list[Message]:
    """From a read or write: the messages that `empty_bin` removes next, so that their words can be stemmed first."""
    room = _next_to_remove(days)
    return [] if room is None else word_index.portion(Message.select().where(Message.room == room), REMOVED_AT_ONCE)


def _next_to_remove(days: int) -> int | None:
    room_id: int | None = Room.select(Room.id).where(Room.deleted_at < now() - timedelta(days=days)).limit(1).scalar()
    return room_id


@in_write
def empty_bin(days: int) -> bool:
    """Permanently remove rooms deleted more than `days` ago; False means that none is left.

    Removing a room takes several calls, so that nobody waits long for it.
    """
    room_id = _next_to_remove(days)
    if room_id is None:
        return False
    messages = next_in_bin(days)
    for message in messages:
        if message.deleted_at is None:
            word_index.remove_message(message)
    Message.delete().where(Message.id.in_([message.id for message in messages])).execute()
    if not Message.select().where(Message.room == room_id).exists():
        Room.delete().where(Room.id == room_id).execute()
    return True
