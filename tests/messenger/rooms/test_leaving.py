"""Leaving a group conversation: it continues without the person, and the same people can start a new one."""

import asyncio
import json

import pytest

from messenger import history
from messenger.admin import moderation
from messenger.database import engine
from messenger.errors import NotAllowed, NotFound
from messenger.messages import messages, pins
from messenger.models import Draft, Membership, Room, User
from messenger.payloads import MessageRow, RoomEntry
from messenger.reading import drafts, unread
from messenger.rooms import directs, members, rooms
from messenger.rooms.titles import title_for
from messenger.search import results
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def people(*names: str) -> list[User]:
    return [await make_user(name) for name in names]


async def names_in(room: int) -> list[str]:
    return [row.user.nick for row in await engine.read(members.people, room)]


async def entry(user: User, room: int) -> RoomEntry:
    return await engine.read(members.entry, user.id, room)


async def test_the_others_keep_the_history_and_are_notified() -> None:
    anna, bob, carl = await people('anna', 'bob', 'carl')
    room = await directs.open_with(anna.id, [bob.id, carl.id])
    await messages.send(anna.id, room, 'a', 'before')
    await members.leave(carl.id, room)
    assert await names_in(room) == ['anna', 'bob']
    last = (await history.open_room(bob.id, room)).messages[-1]
    assert (json.loads(last.body)['what'], last.author) == ('left_conversation', carl.id)
    await messages.send(bob.id, room, 'b', 'after')
    bodies = [row.body for row in (await history.open_room(anna.id, room)).messages if row.kind == 'text']
    assert bodies == ['before', 'after']


async def test_someone_who_left_has_no_access_any_more() -> None:
    anna, bob, carl = await people('anna', 'bob', 'carl')
    room = await directs.open_with(anna.id, [bob.id, carl.id])
    message = await messages.send(carl.id, room, 'a', 'lighthouse')
    await messages.send(anna.id, room, 'b', 'lighthouse @carl')
    await drafts.keep(carl.id, room, 'begun')
    await members.leave(carl.id, room)
    for asked in (
        history.open_room(carl.id, room),
        messages.send(carl.id, room, 'c', 'again'),
        messages.edit(carl.id, message.id, 'again'),
        messages.delete(carl.id, message.id),
        messages.undelete(carl.id, message.id),
        pins.put(carl.id, message.id, on=True),
        unread.mark_read(carl.id, room, 1),
        members.leave(carl.id, room),
        members.join(carl.id, room),
    ):
        with pytest.raises(NotFound):
            await asked
    assert await engine.read(members.entries, carl.id) == []
    assert (await results.find(carl.id, 'lighthouse')).hits == []
    assert len((await results.find(bob.id, 'lighthouse')).hits) == 2
    assert await engine.read(lambda: Draft.select().count()) == 0
    await messages.send(bob.id, room, 'd', '@carl are you there?')
    assert await engine.read(members.entries, carl.id) == []


async def test_the_same_people_who_meet_later_start_a_new_conversation() -> None:
    anna, bob, carl = await people('anna', 'bob', 'carl')
    old = await directs.open_with(anna.id, [bob.id, carl.id])
    await members.leave(carl.id, old)
    new = await directs.open_with(anna.id, [bob.id, carl.id])
    assert new != old
    assert new == await directs.open_with(carl.id, [anna.id, bob.id])
    assert await names_in(old) == ['anna', 'bob']
    assert await names_in(new) == ['anna', 'bob', 'carl']


@pytest.mark.parametrize('is_there', [True, False])
async def test_the_people_who_stay_still_have_their_own_separate_conversation(is_there: bool) -> None:
    anna, bob, carl, dora = await people('anna', 'bob', 'carl', 'dora')
    three = await directs.open_with(anna.id, [bob.id, carl.id]) if is_there else None
    four = await directs.open_with(anna.id, [bob.id, carl.id, dora.id])
    await members.leave(dora.id, four)
    opened = await directs.open_with(bob.id, [anna.id, carl.id])
    assert opened != four
    assert three in (None, opened)
    await members.leave(carl.id, four)
    assert await directs.open_with(anna.id, [bob.id]) not in (three, four, opened)


async def test_the_title_shows_who_is_left() -> None:
    anna, bob, carl = await people('anna', 'bob', 'carl')
    room = await directs.open_with(anna.id, [bob.id, carl.id])

    async def title() -> str:
        return title_for(await entry(anna, room), anna.id)

    assert await title() == 'bob, carl'
    await members.leave(carl.id, room)
    assert await title() == 'bob (group)', 'their conversation of two is called bob'
    await members.leave(bob.id, room)
    assert await title() == 'Only you are left', 'these are not the notes to self'


async def test_the_last_person_can_read_and_leave_and_then_nobody_can_reach_it() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, carl = await people('anna', 'bob', 'carl')
    room = await directs.open_with(anna.id, [bob.id, carl.id])
    await messages.send(carl.id, room, 'a', 'the last word')
    await members.leave(carl.id, room)
    await members.leave(bob.id, room)
    shown = await history.open_room(anna.id, room)
    assert 'the last word' in [row.body for row in shown.messages]
    assert (await entry(anna, room)).unread == 1
    await members.leave(anna.id, room)
    assert await engine.read(members.entries, anna.id) == []
    with pytest.raises(NotFound):
        await history.open_room(anna.id, room)
    assert await engine.read(moderation.bin_of, boss.id) == [], 'what was said among people is nothing for admins'
    with pytest.raises(NotFound):
        await rooms.restore(boss.id, room)
    assert await engine.write(rooms.empty_bin, -1) == 1
    assert await engine.read(lambda: Room.select().count()) == 0


@pytest.mark.parametrize('others', [0, 1])
async def test_notes_and_direct_conversations_cannot_be_left(others: int) -> None:
    anna, bob = await people('anna', 'bob')
    room = await directs.open_with(anna.id, [bob.id][:others])
    with pytest.raises(NotAllowed):
        await members.leave(anna.id, room)
    assert 'anna' in await names_in(room)


async def test_everyone_can_leave_at_once() -> None:
    everyone = await people('anna', 'bob', 'carl', 'dora')
    ids = [leaving.id for leaving in everyone]
    room = await directs.open_with(ids[0], ids)
    await asyncio.gather(*(members.leave(leaving, room) for leaving in ids))
    for user in everyone:
        assert await engine.read(members.entries, user.id) == []
    assert await engine.read(lambda: Membership.select().count()) == 0


async def test_two_people_leave_while_others_open_the_conversation() -> None:
    anna, bob, carl, dora = await people('anna', 'bob', 'carl', 'dora')
    four = await directs.open_with(anna.id, [bob.id, carl.id, dora.id])
    three = await directs.open_with(anna.id, [bob.id, carl.id])

    async def leave(user: User) -> int:
        await members.leave(user.id, four)
        return 0

    opened = await asyncio.gather(
        directs.open_with(anna.id, [bob.id, carl.id, dora.id]),
        leave(dora),
        directs.open_with(bob.id, [anna.id, carl.id, dora.id]),
        directs.open_with(bob.id, [anna.id, carl.id]),
        leave(carl),
        directs.open_with(dora.id, [anna.id, bob.id, carl.id]),
        directs.open_with(bob.id, [anna.id]),
    )
    assert opened[0] in (four, opened[2]), 'it was opened before anybody left, or after'
    assert opened[2] == opened[5] not in (three, four), 'the set of four has one new conversation'
    assert opened[3] == three
    assert opened[6] not in (three, four)
    assert await names_in(four) == ['anna', 'bob']
    assert await names_in(opened[2]) == ['anna', 'bob', 'carl', 'dora']


async def test_the_last_two_leave_while_one_of_them_writes() -> None:
    anna, bob, carl = await people('anna', 'bob', 'carl')
    room = await directs.open_with(anna.id, [bob.id, carl.id])
    await members.leave(carl.id, room)
    outcomes = await asyncio.gather(
        messages.send(bob.id, room, 'a', 'one more'),
        members.leave(anna.id, room),
        members.leave(bob.id, room),
        messages.send(bob.id, room, 'b', 'and one'),
        return_exceptions=True,
    )
    assert isinstance(outcomes[0], MessageRow)
    assert (outcomes[1], outcomes[2]) == (None, None)
    assert isinstance(outcomes[3], NotFound)


async def test_a_room_still_needs_an_owner() -> None:
    anna, bob = await people('anna', 'bob')
    room = await make_room(anna, bob)
    await members.leave(bob.id, room)
    assert await names_in(room) == ['anna']
