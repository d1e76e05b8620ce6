"""Rooms: names, owners, members, the bin; and direct conversations."""

import asyncio

import pytest

from messenger import history, pubsub
from messenger.database import engine
from messenger.errors import (
    InvalidRoomName,
    InvisibleCharacter,
    LastOwner,
    NameTaken,
    NotAllowed,
    NotFound,
    Refused,
    WrongConfirmation,
)
from messenger.events import Event, RoomGained, RoomLost
from messenger.models import Message, Room, User
from messenger.rooms import directs, members, ownership, rooms
from messenger.rooms.titles import title_for
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

ODD_NAMES = [
    'with spaces',
    'a/b?c#d%',
    '"quotes" \'too\'',
    'Дизайн',
    '🎉👩‍👩‍👧',
    'create',
    '<script>',
    '..',
    '0',
    '%2e%2e',
]


@pytest.mark.parametrize('name', ODD_NAMES)
async def test_odd_names_work(name: str) -> None:
    anna = await make_user('anna')
    room = await rooms.create(anna.id, name, [])
    assert (await history.open_room(anna.id, room)).room.name == name


@pytest.mark.parametrize('name', ['', ' ', '\u200b', 'x' * 81, 'a\x00b', 'evil\u202etxt', '\n'])
async def test_invisible_names_are_refused(name: str) -> None:
    anna = await make_user('anna')
    with pytest.raises((InvalidRoomName, InvisibleCharacter)):
        await rooms.create(anna.id, name, [])


async def test_names_are_unique_whatever_their_case_and_unicode_form() -> None:
    anna = await make_user('anna')
    await rooms.create(anna.id, 'Café Ａ', [])
    with pytest.raises(NameTaken):
        await rooms.create(anna.id, 'cafe\u0301 a', [])
    tries = await asyncio.gather(
        *(rooms.create(anna.id, 'Same' if number % 2 else 'SAME', []) for number in range(50)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in tries) == ['NameTaken'] * 49 + ['int']


async def test_the_creator_owns_the_room_and_everyone_is_notified() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    events: list[Event] = []
    end = pubsub.subscribe(f'user:{bob.id}', lambda _topic, event: events.append(event))
    room = await rooms.create(anna.id, 'New', [bob.id, bob.id, anna.id, 999])
    end()
    assert [(event.room, event.entry.role) for event in events if isinstance(event, RoomGained)] == [(room, 'member')]
    people = await engine.read(members.people, room)
    assert [(row.user.nick, row.role) for row in people] == [('anna', 'owner'), ('bob', 'member')]


async def test_editing_a_room_changes_everything_at_once_and_posts_a_notice() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob, name='Before')
    lost: list[Event] = []
    end = pubsub.subscribe(f'user:{bob.id}', lambda _topic, event: lost.append(event))
    members = [anna.id, carl.id]
    await rooms.update(anna.id, room, name='After', topic='New', kind='open', owners_only=False, member_ids=members)
    end()
    assert [type(event) for event in lost] == [RoomLost]
    face = (await history.open_room(carl.id, room)).room
    assert (face.name, face.topic, face.kind, face.members) == ('After', 'New', 'open', 2)
    notices = await engine.read(lambda: [row.body for row in Message.select().where(Message.kind == 'notice')])
    assert [
        word for word in ('renamed', 'opened', 'topic', 'added', 'removed') if f'"{word}"' not in ''.join(notices)
    ] == []


async def test_people_who_joined_or_left_while_the_dialog_was_open_are_unaffected() -> None:
    anna, bob, carol, dora = [await make_user(name) for name in ('anna', 'bob', 'carol', 'dora')]
    room = await make_room(anna, bob, carol)
    await members.add(anna.id, room, [dora.id])
    await members.leave(bob.id, room)
    await rooms.update(
        anna.id,
        room,
        name='Room',
        topic='New',
        kind='closed',
        owners_only=False,
        member_ids=[anna.id, bob.id],
        shown_ids=[anna.id, bob.id, carol.id],
    )
    assert {member.user_id for member in await engine.read(members.people, room)} == {anna.id, dora.id}


async def test_any_member_may_edit_unless_only_owners_may() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    room = await make_room(anna, bob)
    await members.add(bob.id, room, [carl.id])
    await rooms.update(
        anna.id, room, name='Mine', topic='', kind='closed', owners_only=True, member_ids=[anna.id, bob.id, carl.id]
    )
    for forbidden in (members.add(bob.id, room, []), rooms.delete(bob.id, room, 'Mine')):
        with pytest.raises(NotAllowed):
            await forbidden
    with pytest.raises(NotAllowed):
        await ownership.set_role(bob.id, room, bob.id, 'owner')


async def test_the_last_owner_must_hand_over_ownership_first() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    for way_out in (
        members.leave(anna.id, room),
        members.remove(bob.id, room, anna.id),
        ownership.set_role(anna.id, room, anna.id, 'member'),
        rooms.update(anna.id, room, name='x', topic='', kind='closed', owners_only=False, member_ids=[bob.id]),
    ):
        with pytest.raises(LastOwner):
            await way_out
    await ownership.set_role(anna.id, room, bob.id, 'owner')
    await members.leave(anna.id, room)
    with pytest.raises(NotFound):
        await history.open_room(anna.id, room)


async def test_a_deleted_room_goes_to_the_bin_and_an_admin_restores_it() -> None:
    anna, admin = await make_user('anna'), await make_user('boss', admin=True)
    room = await make_room(anna, name='Précious')
    with pytest.raises(WrongConfirmation):
        await rooms.delete(anna.id, room, 'precious')
    await rooms.delete(anna.id, room, 'Précious')
    assert [deleted_room.id for deleted_room in await engine.read(rooms.in_bin)] == [room]
    with pytest.raises(NotFound):
        await rooms.restore(anna.id, room)
    await rooms.create(anna.id, 'précious', [])
    await rooms.restore(admin.id, room)
    assert (await history.open_room(anna.id, room)).room.name == 'Précious (2)'


async def test_the_bin_is_emptied_after_some_days() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Old')
    await rooms.delete(anna.id, room, 'Old')
    assert await engine.write(rooms.empty_bin, 30) == 0
    await engine.write(lambda: Room.update(deleted_at=0).execute())
    assert await engine.write(rooms.empty_bin, 30) == 1
    assert await engine.read(lambda: Message.select().count()) == 0


async def test_an_admin_sees_all_rooms_but_direct_ones_and_joining_is_visible() -> None:
    anna, bob, admin = await make_user('anna'), await make_user('bob'), await make_user('boss', admin=True)
    room, direct = await make_room(anna), await directs.open_with(anna.id, [bob.id])
    await members.join(admin.id, room)
    assert 'joined_as_admin' in (await history.open_room(anna.id, room)).messages[-1].body
    with pytest.raises(NotFound):
        await history.open_room(admin.id, direct)


async def test_each_set_of_people_has_one_direct_conversation() -> None:
    anna, bob, carl = [await make_user(name) for name in ('anna', 'bob', 'carl')]
    clicks = await asyncio.gather(
        *(directs.open_with(anna.id, [bob.id]) for _ in range(25)),
        *(directs.open_with(bob.id, [anna.id]) for _ in range(25)),
    )
    assert len(set(clicks)) == 1
    group = await directs.open_with(anna.id, [carl.id, bob.id])
    assert group == await directs.open_with(carl.id, [anna.id, bob.id, bob.id]) != clicks[0]
    notes = await directs.open_with(anna.id, [])
    entries = {entry.id: entry for entry in await engine.read(members.entries, anna.id)}
    titles = [title_for(entries[room], anna.id) for room in (clicks[0], group, notes)]
    assert titles == ['bob', 'bob, carl', 'Notes to self']


async def test_direct_conversations_cannot_be_left_renamed_or_deleted() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    direct = await directs.open_with(anna.id, [bob.id])
    for change in (
        members.leave(anna.id, direct),
        members.add(anna.id, direct, [bob.id]),
        rooms.delete(anna.id, direct, ''),
    ):
        with pytest.raises(NotAllowed):
            await change


async def test_blocked_people_can_be_neither_added_nor_messaged() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await engine.write(lambda: User.update(blocked_at=1).where(User.id == bob.id).execute())
    room = await rooms.create(anna.id, 'Room', [bob.id])
    assert len(await engine.read(members.people, room)) == 1
    with pytest.raises(NotFound):
        await directs.open_with(anna.id, [bob.id])
    with pytest.raises(Refused):
        await directs.open_with(bob.id, [anna.id])


async def test_the_address_of_a_room_is_never_reused() -> None:
    anna = await make_user('anna')
    room = await make_room(anna, name='Old')
    await rooms.delete(anna.id, room, 'Old')
    assert await engine.write(rooms.empty_bin, -1) == 1
    assert await make_room(anna, name='New') > room
