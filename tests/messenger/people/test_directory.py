"""People: found by name, renamed, and messaged."""

import asyncio
import unicodedata

import pytest

from messenger import pubsub
from messenger.admin import moderation
from messenger.database import engine
from messenger.errors import InvalidName, NameTaken, NotAllowed, NotFound, Refused, TooLong
from messenger.events import UserChanged
from messenger.models import Room, User
from messenger.people import directory, profiles
from messenger.rooms import directs, members, rooms
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def search(query: str) -> list[str]:
    return [user.nick for user in (await engine.read(directory.search, query)).people]


async def test_people_are_found_by_any_part_of_a_name_in_any_case_or_form() -> None:
    for name in ('Анна Ким', 'Zoë Strauß', 'no_one', 'noone', 'per.cent'):
        await make_user(name)
    assert await search('нна к') == ['Анна Ким']
    assert await search('STRAUSS') == ['Zoë Strauß']
    assert await search(unicodedata.normalize('NFD', 'ZOË')) == ['Zoë Strauß']
    assert await search('o_o') == ['no_one']
    assert await search('%') == []
    assert await search('\\') == []
    assert len(await search('  ')) == 5


async def test_blocked_people_are_not_found_and_pages_follow_each_other() -> None:
    boss = await make_user('boss', admin=True)
    for number in range(30):
        await make_user(f'p{number:02}')
    first = await engine.read(lambda: directory.search('p', limit=20))
    second = await engine.read(lambda: directory.search('p', limit=20, offset=20))
    assert (len(first.people), len(second.people), first.total, second.total) == (20, 10, 30, 30)
    await moderation.block(boss.id, first.people[0].id)
    assert (await engine.read(directory.search, 'p')).total == 29
    assert (await engine.read(moderation.persons, boss.id, 'p', 0)).total == 30


async def test_shared_rooms_reveal_nothing_about_others() -> None:
    anna, bob, eve = [await make_user(name) for name in ('anna', 'bob', 'eve')]
    shared = await make_room(anna, bob, name='Ours')
    await make_room(bob, eve, name='Theirs')
    await directs.open_with(anna.id, [bob.id])
    deleted = await make_room(anna, bob, name='Gone')
    await rooms.delete(anna.id, deleted, 'Gone')
    assert [room.id for room in await engine.read(directory.shared_rooms, anna.id, bob.id)] == [shared]


async def test_a_profile_is_stored_and_the_new_nick_announced() -> None:
    anna = await make_user('anna')
    bob = await make_user('bob')
    direct = await directs.open_with(anna.id, [bob.id])
    topics: list[str] = []
    for topic in (f'user:{anna.id}', f'room:{direct}', f'room:{direct}:activity'):
        pubsub.subscribe(topic, lambda topic, event: topics.append(topic) if isinstance(event, UserChanged) else None)
    user = await profiles.get_own(anna.id)
    user.nick, user.about = '  Anna  B. ', 'one\n\u202etwo'
    stored = await profiles.save(user)
    assert (stored.nick, stored.about, stored.username) == ('Anna B.', 'one\ntwo', 'anna')
    assert topics == [f'user:{anna.id}', f'room:{direct}', f'room:{direct}:activity']


async def test_a_refused_profile_stores_nothing() -> None:
    anna = await make_user('anna')
    await make_user('Bob')
    for nick, about, refusal in (('ＢＯＢ', '', NameTaken), ('', 'x', InvalidName), ('ok', 'x' * 501, TooLong)):
        user = await profiles.get_own(anna.id)
        user.nick, user.about = nick, about
        with pytest.raises(refusal):
            await profiles.save(user)
    stored: User = await engine.read(User.get_by_id, anna.id)
    assert (stored.nick, stored.about) == ('anna', '')


async def test_of_fifty_people_one_gets_the_nick() -> None:
    users = [await make_user(f'p{number}') for number in range(50)]

    async def take(user: User, form: str) -> None:
        user.nick = form
        await profiles.save(user)

    forms = ['straße', 'STRASSE', 'Strasse', 'ｓｔｒａｓｓｅ', 'straSSe']
    outcomes = await asyncio.gather(
        *(take(user, forms[number % 5]) for number, user in enumerate(users)), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NameTaken) for outcome in outcomes) == 49


async def test_a_set_of_people_has_one_conversation_however_it_is_opened() -> None:
    anna, bob, eve = [await make_user(name) for name in ('anna', 'bob', 'eve')]
    opened = await asyncio.gather(
        *(directs.open_with(me.id, [other.id]) for me, other in [(anna, bob), (bob, anna)] * 25)
    )
    assert len(set(opened)) == 1
    three = await directs.open_with(anna.id, [bob.id, eve.id])
    assert three == await directs.open_with(eve.id, [anna.id, bob.id, bob.id])
    assert three not in opened
    notes = await directs.open_with(anna.id, [])
    assert notes == await directs.open_with(anna.id, [anna.id])
    assert (await engine.read(Room.get_by_id, notes)).kind == 'direct'


async def test_a_direct_conversation_is_private_and_cannot_change() -> None:
    boss = await make_user('boss', admin=True)
    anna, bob, eve = [await make_user(name) for name in ('anna', 'bob', 'eve')]
    room = await directs.open_with(anna.id, [bob.id])
    for attempt in (members.join(boss.id, room), members.join(eve.id, room)):
        with pytest.raises(NotFound):
            await attempt
    for attempt in (members.leave(anna.id, room), members.add(anna.id, room, [eve.id])):
        with pytest.raises(NotAllowed):
            await attempt
    await moderation.block(boss.id, bob.id)
    for others in ([bob.id, eve.id], [10**9], list(range(1, 100))):
        with pytest.raises(Refused):
            await directs.open_with(anna.id, others)
