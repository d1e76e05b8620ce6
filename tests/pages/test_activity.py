"""Activity in rooms that are not shown: batched under load, in order, complete, and never for the visible room."""

import asyncio
from uuid import uuid4

import pytest

from messenger.database import engine
from messenger.live.batcher import GATHER_S
from messenger.live.connection import Connection
from messenger.messages import messages
from messenger.messages.append import append_notice
from messenger.models import User
from messenger.rooms import rooms
from tests.pages.conftest import SignUp, UserWindow

SAID = 40
SOON_S = 3


def seqs_of_activity(person: UserWindow) -> list[int]:
    return [event['seq'] for event in person.events if event['type'] == 'RoomActivity']


async def until_heard(person: UserWindow, count: int) -> None:
    async with asyncio.timeout(SOON_S):
        while len(seqs_of_activity(person)) < count:  # noqa: ASYNC110 - events arrive in a list
            await asyncio.sleep(0.01)


async def test_simultaneous_activity_goes_out_together(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await bob.open('/users')
    frames: list[str] = []
    push = Connection.push

    def counted(window: Connection, frame: str) -> None:
        if window.user_id == bob.user_id:
            frames.append(frame)
        push(window, frame)

    monkeypatch.setattr(Connection, 'push', counted)
    before = len(seqs_of_activity(bob))
    sent = await asyncio.gather(
        *(messages.send(anna.user_id, room, uuid4().hex, f'{number}') for number in range(SAID))
    )
    await until_heard(bob, before + SAID)
    assert seqs_of_activity(bob)[before:] == sorted(row.seq for row in sent)
    assert len(frames) < SAID / 2


async def test_everything_one_commit_sends_to_a_room_is_one_frame(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await sign_up('anna')
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    await anna.open()
    await anna.join(room)
    await asyncio.sleep(GATHER_S * 2)
    frames: list[str] = []
    monkeypatch.setattr(Connection, 'push', lambda _window, frame: frames.append(frame))
    author = User.get_by_id(anna.user_id)
    await engine.write(lambda: [append_notice(room, author, 'renamed', name=f'{number}') for number in range(SAID)])
    await asyncio.sleep(GATHER_S * 2)
    assert [frame.count('MessagePosted') for frame in frames] == [SAID]


async def test_batched_activity_is_sent_before_the_window_switches_rooms(sign_up: SignUp) -> None:
    anna, bob = await sign_up('anna'), await sign_up('bob')
    room = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    other = await rooms.create(anna.user_id, uuid4().hex, [bob.user_id])
    await bob.open('/users')
    await bob.join(other)
    sent = [await messages.send(anna.user_id, room, uuid4().hex, f'{number}') for number in range(5)]
    await bob.join(room)
    await until_heard(bob, len(sent))
    rows = [await messages.send(anna.user_id, room, uuid4().hex, f'seen {number}') for number in range(5)]
    await bob.join(other)
    posted = [event['message']['seq'] for event in bob.events if event['type'] == 'MessagePosted']
    assert [row.seq for row in sent if row.seq not in seqs_of_activity(bob)] == []
    assert not {row.seq for row in rows} & set(seqs_of_activity(bob)), 'what is shown is no news'
    assert [row.seq for row in rows] == posted[-len(rows) :]
