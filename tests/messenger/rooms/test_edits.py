"""Edits of rooms: what is announced, and what is not."""

from typing import Any

import pytest

from messenger import pubsub
from messenger.database import engine
from messenger.events import Event, MessagePosted, RoomChanged
from messenger.models import AdminEntry, Room
from messenger.rooms import members, rooms
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def announced(room: int, actor: int, **changes: Any) -> list[type[Event]]:
    """The types of the events that windows showing the room get for an edit."""
    events: list[Event] = []
    end = pubsub.subscribe(f'room:{room}', lambda _topic, event: events.append(event))
    await rooms.update(actor, room, **changes)
    end()
    return [type(event) for event in events]


async def logged() -> list[tuple[str, str, str]]:
    rows = await engine.read(lambda: list(AdminEntry.select().order_by(AdminEntry.id)))
    return [(row.action, row.target, row.details) for row in rows]


async def test_saving_a_room_without_a_change_announces_nothing() -> None:
    anna, admin = await make_user('anna'), await make_user('root', admin=True)
    room = await make_room(anna, name='Room')
    stored = await engine.read(Room.get_by_id, room)
    same = {'name': ' Room ', 'topic': '', 'kind': stored.kind, 'owners_only': False, 'everyone_may_call': False}
    for actor in (anna.id, admin.id):
        assert await announced(room, actor, member_ids=[anna.id], **same) == []
        assert await announced(room, actor, member_ids=[anna.id]) == []
    assert (await engine.read(Room.get_by_id, room)).revision == stored.revision
    assert await logged() == []


async def test_an_edit_of_everything_announces_the_room_once_and_is_logged_once() -> None:
    anna, bob, admin = await make_user('anna'), await make_user('bob'), await make_user('root', admin=True)
    room = await make_room(anna, name='Room')
    changes = {'name': 'Loft', 'topic': 'New', 'kind': 'open', 'owners_only': True}
    event_types = await announced(room, admin.id, member_ids=[anna.id, bob.id], **changes)
    assert (event_types.count(RoomChanged), event_types.count(MessagePosted)) == (1, 4)
    assert await logged() == [('edited_room', 'Loft', 'Room')]
    assert {row.user_id for row in await engine.read(members.people, room)} == {anna.id, bob.id}


async def test_an_edit_of_the_members_only_is_logged_as_that() -> None:
    anna, bob, admin = await make_user('anna'), await make_user('bob'), await make_user('root', admin=True)
    room = await make_room(anna, name='Room')
    event_types = await announced(room, admin.id, member_ids=[anna.id, bob.id])
    assert (event_types.count(RoomChanged), event_types.count(MessagePosted)) == (1, 1)
    assert await logged() == [('changed_members', 'Room', '')]
