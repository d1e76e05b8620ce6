"""Between joining and reading, and while a window is away, nothing is missed."""

import asyncio
import random
import time
from uuid import uuid4

import pytest

from messenger.messages import messages
from messenger.rooms import rooms
from tests.pages.conftest import SignUp

INTERLEAVINGS = [60, pytest.param(500, marks=pytest.mark.proof)]
AWAY = [600, pytest.param(5_000, marks=pytest.mark.proof)]


@pytest.mark.parametrize('times', INTERLEAVINGS)
async def test_a_message_between_join_and_read_is_not_missed(sign_up: SignUp, times: int) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await bob.open(f'/rooms/{room}')
    for number in range(times):
        await bob.ask('close')
        await bob.ask('read', {'room': room, 'seq': 10**6})  # otherwise a reader far behind opens at the first unread
        bob.events.clear()
        joining = asyncio.create_task(bob.join(room))
        await asyncio.sleep(random.random() * 0.004)
        row = await messages.send(anna.user_id, room, f'k{number}', f'message {number}')
        shown = await joining
        held = [message['id'] for message in shown['messages']]
        if row.id not in held:
            event = await bob.receive('MessagePosted', timeout=2)
            assert event['message']['id'] == row.id
            assert event['message']['revision'] == shown['revision'] + 1


@pytest.mark.parametrize('missed', AWAY)
async def test_a_window_that_was_away_soon_catches_up(sign_up: SignUp, missed: int) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await bob.open(f'/rooms/{room}')
    shown = await bob.join(room)
    revision, last = shown['revision'], shown['room']['last_seq']
    await bob.close()
    for first in range(0, missed, 50):
        some = (messages.send(anna.user_id, room, f'k{number}', f'm {number}') for number in range(first, first + 50))
        await asyncio.gather(*some)
    started = time.monotonic()
    await bob.open(f'/rooms/{room}')
    seqs: list[int] = []
    complete = False
    while not complete:
        answer = await bob.join(room, since=revision)
        seqs += [row['seq'] for row in answer['messages']]
        revision, complete = answer['revision'], answer['complete']
    took = time.monotonic() - started
    assert seqs == list(range(last + 1, last + missed + 1))
    assert took < 2 * max(1, missed / 1_000)
