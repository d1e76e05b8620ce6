"""Floods: counts of each person's recent actions, and how admins stop somebody or undo that."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from peewee import ModelSelect, fn

from messenger import access, audit_log, name_rules, rate_limits
from messenger.admin import moderation
from messenger.database.engine import read, write
from messenger.errors import NotAllowed
from messenger.index import word_index
from messenger.messages import messages
from messenger.models import Attachment, Membership, Message, Room, User
from messenger.models.base import Table, now, tuples_of
from messenger.models.message_kinds import COUNTED, DELETABLE
from messenger.models.room import DIRECT
from messenger.people import directory
from messenger.rooms import members, rooms

LATELY = timedelta(hours=1)
LOOKED_THROUGH = 20_000  # newest rows of each table
SHOWN = 50
AT_ONCE = 10  # messages per write, so that other writes do not wait long
ORDERS = ('messages', 'rooms', 'conversations', 'uploads', 'refused', 'directs')


@dataclass
class Activity:
    """What one person did in the last hour; `directs` counts all direct conversations they ever started."""

    user: User
    messages: int = 0
    rooms: int = 0
    conversations: int = 0
    uploads: int = 0
    refused: int = 0
    directs: int = 0


def activity(admin_id: int, order: str = '') -> list[Activity]:
    """From a read: the SHOWN most active people, by one of ORDERS or by all but `directs`. Raises NotFound."""
    access.admin_for(admin_id)
    since = now() - LATELY
    counted = {
        'messages': _count_by(
            _recent(Message).where(Message.created_at > since, Message.kind.in_(COUNTED)), Message.author
        ),
        'rooms': _count_by(_recent(Room).where(Room.created_at > since, Room.kind != DIRECT), Room.created_by),
        'conversations': _count_by(_recent(Room).where(Room.created_at > since, Room.kind == DIRECT), Room.created_by),
        'uploads': _count_by(_recent(Attachment).where(Attachment.created_at > since), Attachment.user),
        'refused': dict(rate_limits.refusals()),
        'directs': _count_by(_recent(Room).where(Room.kind == DIRECT), Room.created_by),
    }
    chosen = (order,) if order in ORDERS else ORDERS[:-1]
    total = sum((Counter(counted[kind]) for kind in chosen), Counter())
    ids = sorted(total, key=lambda user_id: (-total[user_id], user_id))[:SHOWN]
    users = {user.id: user for user in User.select().where(User.id.in_(ids))}
    return [
        Activity(users[active_id], **{kind: counted[kind].get(active_id, 0) for kind in ORDERS})
        for active_id in ids
        if active_id in users
    ]


def _recent(table: type[Table]) -> 'ModelSelect[Any]':
    newest = table.select(fn.MAX(table.id)).scalar() or 0
    return table.select().where(table.id > newest - LOOKED_THROUGH)


def _count_by(query: 'ModelSelect[Any]', column: Any) -> dict[int, int]:
    rows = tuples_of(query.select(column, fn.COUNT(query.model.id)).group_by(column))
    return {user_id: count for user_id, count in rows if user_id is not None}


@dataclass(frozen=True)
class Made:
    """How much of what a person created in the last hour would be removed."""

    messages: int
    rooms: int
    conversations: int


def count_made(admin_id: int, user_id: int) -> Made:
    """From a read: what `stop` would remove. Raises NotFound."""
    access.admin_for(admin_id)
    since = now() - LATELY
    rooms = list(_made_rooms(user_id, since))
    return Made(
        messages=_sent_messages(user_id, since).count(),
        rooms=sum(room.kind != DIRECT for room in rooms),
        conversations=sum(room.kind == DIRECT for room in rooms),
    )


def _sent_messages(user_id: int, since: datetime) -> 'ModelSelect[Message]':
    query = _recent(Message).where(Message.author == user_id, Message.kind.in_(DELETABLE), Message.created_at > since)
    return query.where(Message.deleted_at.is_null())


def _made_rooms(user_id: int, since: datetime) -> 'ModelSelect[Room]':
    """Rooms and conversations the person created since then in which nobody else has written anything."""
    others = Message.select(Message.room).where(Message.kind.in_(COUNTED), Message.author != user_id)
    others = others.where(Message.room == Room.id)
    return _recent(Room).where(
        Room.created_by == user_id, Room.created_at > since, Room.is_living(), ~fn.EXISTS(others)
    )


async def stop(admin_id: int, user_id: int) -> None:
    """Block somebody; remove their messages of the last hour, and rooms they created in it where only they wrote.

    Everything removed gets the time of the block, by which `bring_back` finds it. No admin reads the conversations.
    Raises NotFound, LastAdmin, NotAllowed for oneself and for people who are already blocked.
    """
    rate_limits.take('admin', admin_id)
    if admin_id == user_id:
        raise NotAllowed
    moment = await write(_begin, admin_id, user_id)
    since = moment - LATELY
    room_ids, message_ids = await read(
        lambda: (_ids(_made_rooms(user_id, since)), _ids(_sent_messages(user_id, since)))
    )
    for room_id in room_ids:
        await write(_remove_room, admin_id, user_id, moment, room_id)
    await _change_in_portions(message_ids, partial(_remove_messages, admin_id, user_id, moment))


def _ids(query: 'ModelSelect[Any]') -> list[int]:
    return [row_id for (row_id,) in tuples_of(query.select(query.model.id))]


async def _change_in_portions(message_ids: list[int], change: Callable[[list[int]], bool]) -> None:
    """Call `change` in one write per few messages, stemming their words first, until a call returns False."""
    for start in range(0, len(message_ids), AT_ONCE):
        remaining = message_ids[start : start + AT_ONCE]
        while remaining:
            query = Message.select().where(Message.id.in_(remaining)).order_by(Message.id)
            portion = await read(word_index.portion, query, AT_ONCE)
            await word_index.prepare(portion)
            if not await write(change, [message.id for message in portion]):
                return
            remaining = [message_id for message_id in remaining if portion and message_id > portion[-1].id]


def _begin(admin_id: int, user_id: int) -> datetime:
    admin, user = access.admin_for(admin_id), directory.get_user(user_id)
    if user.blocked_at is not None:  # keep the time of an earlier stop: it identifies what that one removed
        raise NotAllowed
    counts = count_made(admin_id, user_id)
    moment: datetime = moderation.shut_out(user)
    audit_log.note(admin, 'stopped', user.nick, f'{counts.messages}, {counts.rooms}, {counts.conversations}')
    return moment


def _remove_room(admin_id: int, user_id: int, moment: datetime, room_id: int) -> None:
    if directory.get_user(user_id).blocked_at == moment:  # otherwise unblocked in the meantime
        for room in _made_rooms(user_id, moment - LATELY).where(Room.id == room_id):
            rooms.put_into_bin(room, admin_id, moment)


def _remove_messages(admin_id: int, user_id: int, moment: datetime, message_ids: list[int]) -> bool:
    if directory.get_user(user_id).blocked_at != moment:
        return False
    for message in list(Message.select().where(Message.id.in_(message_ids), Message.deleted_at.is_null())):
        messages.erase(message, admin_id, moment)
    return True


def can_bring_back(user: User) -> bool:
    """From a read: whether something that was removed when this person was stopped can be restored."""
    queries = _select_removed_rooms(user), _select_removed_messages(user)
    return user.blocked_at is not None and any(query.exists() for query in queries)


def _select_removed_rooms(user: User) -> 'ModelSelect[Room]':
    return Room.select().where(Room.created_by == user.id, Room.deleted_at == user.blocked_at)


def _select_removed_messages(user: User) -> 'ModelSelect[Message]':
    removed = Message.select().where(Message.author == user.id, Message.deleted_at == user.blocked_at)
    return removed.where(Message.deleted_at > now() - messages.WIPED_AFTER)


async def bring_back(admin_id: int, user_id: int) -> None:
    """Unblock somebody who was stopped, and restore what was removed; messages only within an hour.

    Raises NotFound.
    """
    rate_limits.take('admin', admin_id)
    room_ids, message_ids = await read(_find_removed_ids, user_id)
    for room_id in room_ids:
        await write(_bring_back_room, admin_id, user_id, room_id)
    await _change_in_portions(message_ids, partial(_bring_back_messages, admin_id, user_id))
    await write(moderation.let_in, admin_id, user_id, 'brought_back')


def _find_removed_ids(user_id: int) -> tuple[list[int], list[int]]:
    user = directory.get_user(user_id)
    if user.blocked_at is None:
        return [], []
    return _ids(_select_removed_rooms(user)), _ids(_select_removed_messages(user))


def _bring_back_room(admin_id: int, user_id: int, room_id: int) -> None:
    access.admin_for(admin_id)
    user = directory.get_user(user_id)
    if user.blocked_at is not None:
        for room in _select_removed_rooms(user).where(Room.id == room_id):
            _restore(room)


def _bring_back_messages(admin_id: int, user_id: int, message_ids: list[int]) -> bool:
    access.admin_for(admin_id)
    user = directory.get_user(user_id)
    if user.blocked_at is None:
        return False
    for message in list(_select_removed_messages(user).where(Message.id.in_(message_ids))):
        messages.bring_back(message)
    return True


def _restore(room: Room) -> None:
    user_ids = _members(room)
    if room.kind == DIRECT:
        key = (room.direct_key or '').rpartition(':')[2] or None
        room.direct_key = None if Room.select().where(Room.direct_key == key).exists() else key
    else:
        room.name = rooms.free_name(room.name)
        room.name_key = name_rules.key(room.name)
    room.deleted_at = room.deleted_by = None
    room.save()
    members.publish_gained(user_ids, room.id)


def _members(room: Room) -> list[int]:
    query = Membership.select(Membership.user).where(Membership.room == room.id).order_by(Membership.user)
    return [row.user_id for row in query]
