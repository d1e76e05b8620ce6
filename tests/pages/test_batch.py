"""Waiting messages go in one request, and are answered as if each had come alone, in order."""

import asyncio
from uuid import uuid4

import pytest

from messenger import rate_limits
from messenger.database.engine import read
from messenger.live.requests.table import BATCH_MAX
from messenger.models.base import tuples_of
from messenger.models.message import Message
from messenger.rooms import rooms
from tests.conftest import Clock
from tests.pages.conftest import SignUp, UserWindow
from tests.window import Refusal

Deed = list[object]


def sending(room: int, *bodies: str) -> list[Deed]:
    return [['send', {'room': room, 'key': uuid4().hex, 'body': body}] for body in bodies]


async def stored(room: int) -> list[str]:
    def bodies() -> list[str]:
        query = Message.select(Message.body).where((Message.room == room) & (Message.kind == 'text'))
        return [body for (body,) in tuples_of(query.order_by(Message.seq))]

    return await read(bodies)


async def a_room(person: UserWindow) -> int:
    room = await rooms.create(person.user_id, uuid4().hex, [])
    await person.open()
    await person.join(room)
    return room


async def test_a_batch_is_done_in_order_and_once(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await a_room(anna)
    words = [str(number) for number in range(BATCH_MAX)]
    changes = sending(room, *words)
    first = await anna.ask('batch', {'changes': changes})
    assert [answer['ok']['body'] for answer in first['answers']] == words
    again = await anna.ask('batch', {'changes': changes})
    assert [answer['ok']['id'] for answer in again['answers']] == [answer['ok']['id'] for answer in first['answers']]
    assert await stored(room) == words


async def test_a_refusal_stops_the_rest_of_the_batch(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await a_room(anna)
    batch = await anna.ask('batch', {'changes': sending(room, 'one', '', 'three')})
    assert [answer.get('error', {}).get('code') for answer in batch['answers']] == [None, 'empty']
    assert await stored(room) == ['one']


async def test_a_limit_says_when_the_rest_may_be_sent(sign_up: SignUp, clock: Clock) -> None:
    anna = await sign_up('anna')
    room = await a_room(anna)
    burst = rate_limits.RATES['message'].burst
    for number in range(burst - 2):
        await anna.send(room, f'before {number}')
    batch = await anna.ask('batch', {'changes': sending(room, 'one', 'two', 'three', 'four')})
    done, refused = batch['answers'][:-1], batch['answers'][-1]['error']
    assert [answer['ok']['body'] for answer in done] == ['one', 'two']
    assert refused['code'] == 'limit_reached'
    assert refused['retry_after'] > 0
    assert (await stored(room))[burst - 2 :] == ['one', 'two']


@pytest.mark.parametrize(
    'given',
    [
        None,
        'send',
        [['send']],
        [[1, {}]],
        [['send', {}, {}]],
        [['open', {'room': 1}]],
        [['batch', {'changes': []}]],
        [['send', {}]] * (BATCH_MAX + 1),
    ],
)
async def test_an_invalid_batch_does_nothing(sign_up: SignUp, given: object) -> None:
    anna = await sign_up('anna')
    room = await a_room(anna)
    changes = [*sending(room, 'one'), *given] if isinstance(given, list) else given
    with pytest.raises(Refusal) as refused:
        await anna.ask('batch', {'changes': changes})
    assert refused.value.code == 'malformed'
    assert await stored(room) == []


async def test_batches_of_two_windows_run_one_after_another(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    room = await a_room(anna)
    async with anna.another() as other:
        await other.open()
        first, second = ([f'{name}{number}' for number in range(BATCH_MAX)] for name in 'ab')
        await asyncio.gather(
            anna.ask('batch', {'changes': sending(room, *first)}),
            other.ask('batch', {'changes': sending(room, *second)}),
        )
    assert await stored(room) in (first + second, second + first)
