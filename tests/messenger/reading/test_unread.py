"""Exact unread counts: others' undeleted messages after the reading mark, and nothing else."""

import pytest

from messenger.database import engine
from messenger.messages import messages
from messenger.models import Message
from messenger.reading import unread
from messenger.rooms import members
from tests.factories import make_room, make_user, unread_of

pytestmark = pytest.mark.usefixtures('database')


async def test_counts_follow_reading_sending_and_deleting() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    rows = [await messages.send(anna.id, room, f'k{number}', 'hello') for number in range(5)]
    assert await unread_of(bob.id) == {room: 5}
    assert await unread_of(anna.id) == {}
    await messages.delete(anna.id, rows[4].id)
    assert await unread_of(bob.id) == {room: 4}
    event = await unread.mark_read(bob.id, room, rows[1].seq)
    assert event.unread == 2
    assert (await unread.mark_read(bob.id, room, rows[0].seq)).unread == 2, 'reading never goes back'
    await messages.send(bob.id, room, 'mine', 'sending reads nothing that others said')
    assert await unread_of(bob.id) == {room: 2}
    assert (await unread.mark_read(bob.id, room, 10**6)).last_read_seq < 10**6, 'nobody reads what is not yet said'


async def test_someone_who_joins_later_has_read_the_earlier_messages() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, kind='open')
    await messages.send(anna.id, room, 'k', 'before')
    await members.join(bob.id, room)
    assert await unread_of(bob.id) == {}
    await messages.send(anna.id, room, 'k2', 'after')
    assert await unread_of(bob.id) == {room: 1}


async def test_a_list_of_rooms_costs_the_same_queries_whatever_its_length() -> None:
    anna = await make_user('anna')
    for number in range(3):
        await make_room(anna, name=f'Few {number}')
    few = await engine.read(_queries, anna.id)
    for number in range(30):
        await make_room(anna, name=f'Many {number}')
    assert await engine.read(_queries, anna.id) == few <= 4


def _queries(user_id: int) -> int:
    asked = 0
    execute = Message._meta.database.obj.execute_sql

    def counting(*args: object, **kwargs: object) -> object:
        nonlocal asked
        asked += 1
        return execute(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Message._meta.database.obj, 'execute_sql', counting)
        members.entries(user_id)
    return asked


async def test_delayed_messages_do_not_mark_messages_sent_meanwhile_as_read() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room = await make_room(anna, bob)
    row = await messages.send(anna.id, room, 'one', 'before')
    await unread.mark_read(bob.id, room, row.seq)
    await messages.send(bob.id, room, 'two', 'I am on the train')
    assert (await engine.read(members.entry, bob.id, room)).last_read_seq == row.seq + 1
    await messages.send(anna.id, room, 'three', 'said in the tunnel')
    await messages.send(bob.id, room, 'four', 'written in the tunnel')
    assert await unread_of(bob.id) == {room: 1}
