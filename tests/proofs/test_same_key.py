"""The same key sent again in every possible way: one row, the same answer."""

import asyncio
from datetime import timedelta

import pytest

from messenger.database.engine import read, write
from messenger.messages import messages
from messenger.models import Message
from messenger.models.base import now
from tests.factories import make_room, make_user

pytestmark = pytest.mark.usefixtures('database')


async def test_the_same_key_gives_one_row_and_one_answer() -> None:
    anna, bob = await make_user('anna'), await make_user('bob')
    room, other = await make_room(anna, bob, name='A'), await make_room(anna, bob, name='B')
    first, *rest = await asyncio.gather(*(messages.send(anna.id, room, 'k', 'hello') for _ in range(50)))
    assert all(row == first for row in rest)
    yesterday = now() - timedelta(days=1)
    await write(lambda: Message.update(created_at=yesterday).where(Message.id == first.id).execute())
    for again in (
        messages.send(anna.id, room, 'k', 'hello'),
        messages.send(anna.id, room, 'k', 'another body'),
        messages.send(anna.id, other, 'k', 'another room'),
    ):
        row = await again
        assert (row.id, row.seq, row.body) == (first.id, first.seq, 'hello')
    theirs = await messages.send(bob.id, room, 'k', 'of another person')
    assert (theirs.body, theirs.author) == ('of another person', bob.id)
    assert await read(lambda: Message.select().where(Message.kind == 'text').count()) == 2


async def test_a_key_in_flight_in_two_rooms_ends_up_in_one() -> None:
    anna = await make_user('anna')
    rooms = [await make_room(anna, name=f'R{number}') for number in range(5)]
    rows = await asyncio.gather(*(messages.send(anna.id, rooms[number % 5], 'k', 'x') for number in range(50)))
    assert len({row.id for row in rows}) == 1


async def test_a_refused_key_may_be_sent_again() -> None:
    anna = await make_user('anna')
    room = await make_room(anna)
    with pytest.raises(Exception, match='nothing to send'):
        await messages.send(anna.id, room, 'k', ' ')
    assert (await messages.send(anna.id, room, 'k', 'now')).body == 'now'
