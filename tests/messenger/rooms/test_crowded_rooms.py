"""Hundreds of people join and leave at once: what is stored and what each window receives stays small."""

import json
from typing import Any

import pytest
from msgspec.json import encode

from messenger import audit_log, i18n, name_rules, pubsub
from messenger.block_errors import CannotAdd, CannotStart, YouBlocked
from messenger.database import engine
from messenger.events import Event
from messenger.models import AdminEntry, Message, PersonBlock, User
from messenger.models.base import tuples_of
from messenger.people import blocking
from messenger.rooms import directs, members, rooms
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')

CROWD = 300
EVENT_LIMIT_BYTES = 4_000  # ten people with the longest nicks and avatar addresses


async def crowd(count: int = CROWD) -> list[int]:
    """Make this many people; returns their ids."""

    def made() -> list[int]:
        nicks = [f'Somebody of the crowd {number:04}' for number in range(count)]
        rows = [
            {
                'username': f'p{number}',
                'username_key': f'p{number}',
                'nick': nick,
                'nick_key': name_rules.key(nick),
                'password_hash': '',
            }
            for number, nick in enumerate(nicks)
        ]
        return [User.create(**row).id for row in rows]

    return await engine.write(made)


async def notices(room: int) -> list[dict[str, Any]]:
    query = Message.select(Message.body).where(Message.room == room, Message.kind == 'notice').order_by(Message.seq)
    return [json.loads(body) for (body,) in await engine.read(lambda: list(tuples_of(query)))]


async def test_a_notice_names_a_few_people_and_counts_the_others() -> None:
    anna, people = await make_user('anna'), await crowd(25)
    room = await make_room(anna)
    await members.add(anna.id, room, people)
    await rooms.update(anna.id, room, member_ids=[anna.id, *people[:13]])
    await members.remove(anna.id, room, people[0])
    await rooms.update(anna.id, room, member_ids=[anna.id, *people[3:13]])
    _, added, removed, first, second = await notices(room)
    assert (added['what'], [brief['id'] for brief in added['people']], added['others']) == ('added', people[:10], 15)
    assert (removed['what'], [brief['id'] for brief in removed['people']], removed['others']) == (
        'removed',
        people[13:23],
        2,
    )
    for notice, expected_ids in ((first, people[:1]), (second, people[1:3])):
        assert ([brief['id'] for brief in notice['people']], 'others' in notice) == (expected_ids, False)


async def test_no_event_lists_everybody() -> None:
    root, anna, people = await make_user('root', admin=True), await make_user('anna'), await crowd()
    room = await make_room(anna)
    events: list[Event] = []
    topics = [
        f'room:{room}',
        f'room:{room}:activity',
        f'user:{anna.id}',
        *(f'user:{user_id}' for user_id in people[:3]),
    ]
    ends = [pubsub.subscribe(topic, lambda _topic, event: events.append(event)) for topic in topics]
    await members.add(root.id, room, people)
    await rooms.update(root.id, room, member_ids=[anna.id, *people[:20]], topic='New')
    await rooms.delete(anna.id, room, 'Room')
    for end in ends:
        end()
    assert {type(event).__name__ for event in events} >= {
        *('MessagePosted', 'RoomActivity', 'RoomChanged', 'RoomGained', 'RoomLost')
    }
    assert max(len(encode(event)) for event in events) <= EVENT_LIMIT_BYTES
    assert await engine.read(lambda: max(len(row.body) for row in Message.select())) <= EVENT_LIMIT_BYTES
    assert await engine.read(lambda: max(len(row.target + row.details) for row in AdminEntry.select())) <= 400


async def test_an_entry_of_the_audit_log_is_short_whatever_it_is_about() -> None:
    root = await make_user('root', admin=True)
    await engine.write(audit_log.note, root, 'blocked', 'x' * 10_000, 'y' * 10_000)
    entry = (await engine.read(audit_log.list_latest, root.id))[0]
    assert (len(entry.target), len(entry.details)) == (200, 200)


async def test_a_refusal_names_a_few_people_and_counts_the_others() -> None:
    anna, people = await make_user('anna'), await crowd(31)
    room = await make_room(anna)

    def shut() -> None:
        for other in people:
            PersonBlock.create(blocker=other, blocked=anna.id, direct_key=f'{anna.id},{other}')

    await engine.write(shut)
    with pytest.raises(CannotAdd) as refused:
        await members.add(anna.id, room, people)
    first = ', '.join(f'Somebody of the crowd {number:04}' for number in range(10))
    assert str(refused.value) == f'You cannot add {first} and 21 others.'
    token = i18n.language.set('ru')
    assert str(refused.value) == f'Вы не можете добавить: {first} и ещё 21 человек.'
    i18n.language.reset(token)
    with pytest.raises(CannotAdd) as refused:
        await members.add(anna.id, room, people[:11])
    assert str(refused.value).endswith(' and 1 other.')
    with pytest.raises(CannotStart) as few:
        await directs.open_with(anna.id, people[:1])
    assert str(few.value) == 'You cannot start a conversation with Somebody of the crowd 0000.'


async def test_people_you_blocked_yourself_are_still_named() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    await blocking.block(anna.id, bob.id)
    with pytest.raises(YouBlocked) as refused:
        await directs.open_with(anna.id, [bob.id])
    assert str(refused.value) == 'You blocked bob. Unblock them to write to them.'


@pytest.mark.parametrize(
    ('language', 'number', 'expected'),
    [
        ('en', 'one', '{people} and {count} other'),
        ('en', 'many', '{people} and {count} others'),
        ('ru', 'one', '{people} и ещё {count} человек'),
        ('ru', 'few', '{people} и ещё {count} человека'),
        ('ru', 'many', '{people} и ещё {count} человек'),
    ],
)
def test_others_are_counted_in_both_languages(language: str, number: str, expected: str) -> None:
    token = i18n.language.set(language)
    forms = i18n.forms('{people} and {count} other', '{people} and {count} others')
    i18n.language.reset(token)
    assert forms[number] == expected
