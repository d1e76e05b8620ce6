"""A window that asks for the current state gets its answer whatever happens meanwhile, then the later events."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection

from messenger import history
from messenger.events import RoomChanged
from messenger.live.backlog import WINDOW_LIMIT_BYTES
from messenger.live.connection import Connection, Identity, Transport
from messenger.live.hub import Hub
from messenger.live.requests import table
from messenger.messages import messages
from messenger.payloads import OpenedRoom, RoomEntry
from messenger.pubsub import publish
from messenger.rooms import members, rooms
from tests.pages.conftest import SignUp, UserWindow
from tests.window import Refusal


@pytest.fixture
def line() -> tuple[Connection, list[str]]:
    """A connection, and what was written to it."""
    written: list[str] = []

    async def send(message: dict[str, Any]) -> None:
        written.append(message['text'])

    return Connection(Transport(send), Identity(1, 1, 'client'), Hub()), written


def test_events_wait_until_all_answers_are_written(line: tuple[Connection, list[str]]) -> None:
    window, written = line
    window.push('before')
    with window.holding():
        window.push('first')
        with window.holding():
            window.push('second')
            window.write('an answer')
        window.push('third')
        window.write('the answer')
    window.push('after')
    assert written == ['before', 'an answer', 'the answer', 'first', 'second', 'third', 'after']


def test_waiting_events_are_limited_and_dropped_when_the_session_ends(line: tuple[Connection, list[str]]) -> None:
    window, written = line
    with window.holding():
        window.push('secret')
        window.alive = False
    assert not written
    with window.holding():
        for _ in range(WINDOW_LIMIT_BYTES // 1_000 + 1):
            window.push('x' * 1_000)
        assert window.is_over
    assert not written


def listen(window: UserWindow) -> list[str]:
    """What a window receives from now on, in order: answers, and the newer summary of a room."""
    kinds: list[str] = []
    take = window.take

    async def noted(socket: ClientConnection, frame: str) -> None:
        kinds.extend(['answer'] if frame.startswith('43') else ['newer'] * frame.count('newer'))
        await take(socket, frame)

    window.take = noted  # type: ignore[method-assign] # a test listens in
    return kinds


async def test_a_room_opens_while_its_summary_keeps_changing(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await sign_up('anna')
    await anna.open()
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    await anna.receive('RoomGained')
    opened = history.open_room

    async def busy(*args: Any, **named: Any) -> OpenedRoom:
        page = await opened(*args, **named)
        publish(f'room:{room}', RoomChanged(room, replace(page.room, name='newer')))
        return page

    monkeypatch.setattr(history, 'open_room', busy)
    kinds = listen(anna)
    answer = await anna.join(room)
    assert answer['room']['name'] != 'newer'
    await anna.receive('RoomChanged', lambda event: event['summary']['name'] == 'newer')
    assert kinds == ['answer', 'newer']


async def test_the_room_list_loads_while_it_keeps_changing(sign_up: SignUp, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await sign_up('anna')
    await anna.open()
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    entries = members.entries
    loop = asyncio.get_running_loop()

    def busy(user_id: int) -> list[RoomEntry]:
        listed = entries(user_id)
        face = replace(next(entry for entry in listed if entry.id == room), name='newer')
        loop.call_soon_threadsafe(publish, f'room:{room}:activity', RoomChanged(room, face))
        return listed

    monkeypatch.setattr(members, 'entries', busy)
    await anna.receive('RoomGained')
    kinds = listen(anna)
    answer = await anna.ask('hello')
    assert 'newer' not in {entry['name'] for entry in answer['rooms']}
    await anna.receive('RoomChanged', lambda event: event['summary']['name'] == 'newer')
    assert kinds == ['answer', 'newer']


async def test_a_request_that_takes_too_long_is_still_answered(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await sign_up('anna')
    await anna.open()
    room = await rooms.create(anna.user_id, uuid4().hex, [])
    may_go_on, stored = asyncio.Event(), asyncio.Event()
    post = messages.send

    async def stuck(*args: Any, **named: Any) -> dict[str, Any]:
        await asyncio.shield(asyncio.ensure_future(later(*args, **named)))
        raise AssertionError

    async def later(*args: Any, **named: Any) -> None:
        await may_go_on.wait()
        await post(*args, **named)
        stored.set()

    monkeypatch.setattr(table, 'ANSWER_S', 0.1)
    monkeypatch.setattr(messages, 'send', stuck)
    with pytest.raises(Refusal, match=r'unavailable'):
        await anna.send(room, 'hello', key='k')
    may_go_on.set()
    await stored.wait()
    monkeypatch.undo()
    assert (await anna.send(room, 'hello', key='k'))['seq'] == 2
    assert len(await anna.history(room, after=1)) == 1
