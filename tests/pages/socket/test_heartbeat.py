"""The heartbeat: windows that answer stay, silent ones are dropped, and browsers learn how long to wait."""

import asyncio
import json
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import pytest
from nicegui import Client
from starlette.types import Receive, Scope, Send

from messenger.http import authentication, origins
from messenger.live.connection import Connection, Identity, Transport
from messenger.live.hub import Hub
from messenger.models import Session, User
from messenger.settings import load
from pages.socket import handshake, heartbeat
from pages.socket.handler_tasks import HandlerTasks
from pages.socket.heartbeat import Heartbeat
from tests.back_door import BackDoorServer


@pytest.fixture
def beating() -> Heartbeat:
    return Heartbeat()


class Socket(Connection):
    """Records the beats at which it was pinged, and how often it was closed."""

    def __init__(self, beating: Heartbeat) -> None:
        async def send(_message: dict[str, Any]) -> None:
            raise AssertionError

        super().__init__(Transport(send, self._note, self._note_abort), Identity(1, 1, 'client'), Hub())
        self.beating = beating
        self.pinged: list[int] = []
        self.aborts = 0

    def _note(self, frame: str) -> bool:
        assert frame == '2'
        self.pinged.append(self.beating.beats)
        return True

    def _note_abort(self) -> None:
        self.aborts += 1


def test_a_window_that_answers_is_pinged_every_ten_seconds_and_stays(beating: Heartbeat) -> None:
    socket = Socket(beating)
    beating.begin(socket)
    for _ in range(35):
        beating.beat()
        socket.is_heard = True
    assert socket.pinged == [10, 20, 30]
    assert not socket.is_over


def test_a_silent_window_is_dropped_five_seconds_after_the_ping(beating: Heartbeat) -> None:
    first, later = Socket(beating), Socket(beating)
    beating.begin(first)
    for _ in range(3):
        beating.beat()
    beating.begin(later)
    for _ in range(11):
        beating.beat()
    assert (first.pinged, later.pinged) == ([10], [13])
    assert (first.is_over, first.aborts) == (False, 0)
    beating.beat()
    assert (first.is_over, first.aborts, later.is_over) == (True, 1, False)


async def test_a_slow_reader_that_has_not_reached_the_ping_is_not_taken_for_dead(beating: Heartbeat) -> None:
    socket = Socket(beating)
    beating.begin(socket)
    socket.task = asyncio.create_task(asyncio.sleep(60))
    for _ in range(15):
        beating.beat()
    assert (socket.backlog.frames, socket.is_over) == (deque(['2']), False)
    socket.task.cancel()
    socket.task = None
    for _ in range(10):
        beating.beat()
    assert socket.is_over


def test_a_closed_window_is_no_longer_pinged(beating: Heartbeat) -> None:
    socket = Socket(beating)
    beating.begin(socket)
    beating.end(socket)
    for _ in range(20):
        beating.beat()
    assert not socket.pinged


def test_the_opening_packet_says_how_long_to_wait() -> None:
    engine = {'sid': 'a', 'upgrades': [], 'pingTimeout': 31_536_000_000, 'pingInterval': 31_536_000_000}
    opening = json.loads(heartbeat.state_times('0' + json.dumps(engine))[1:])
    assert opening == {'sid': 'a', 'upgrades': [], 'pingTimeout': 5_000, 'pingInterval': 10_000}


async def test_nobody_is_pinged_before_the_connection_is_open(
    monkeypatch: pytest.MonkeyPatch, beating: Heartbeat
) -> None:
    async def send(_message: dict[str, Any]) -> None:
        pass

    async def inner(_scope: Scope, _receive: Receive, answer: Send) -> None:
        await answer({'type': 'websocket.accept'})
        beating.beat()
        assert not beating.due
        await answer({'type': 'websocket.send', 'text': '0{}'})
        assert list(beating.due.values()) == [{made[0]}]

    def make(*args: Any, **settings: Any) -> Connection:
        made.append(Connection(*args, **settings))
        return made[-1]

    made: list[Connection] = []
    session = Session(id=1, user=User(id=1))
    monkeypatch.setattr(handshake, 'read', AsyncMock(return_value=session))
    page_request = SimpleNamespace(state=SimpleNamespace(session=session))
    monkeypatch.setitem(Client.instances, 'client', SimpleNamespace(id='client', request=page_request))
    monkeypatch.setattr(origins, 'is_allowed', lambda *_: True)
    monkeypatch.setattr(handshake, 'Connection', make)
    cookies = [(b'cookie', f'{authentication.COOKIE}=token'.encode())]
    scope = {'type': 'websocket', 'headers': cookies, 'query_string': b'client_id=client'}
    await handshake.Handshake(load({}), Hub(), beating, HandlerTasks(), inner)(scope, asyncio.Event().wait, send)  # type: ignore[arg-type] # a receive that never ends
    assert not any(beating.due.values())


async def test_the_heartbeat_works_over_a_real_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROOF_PING_S', '1')
    async with BackDoorServer(tmp_path / 'data') as live_server:
        person = await live_server.call('make_person', 'anna')
        lively, silent = [await live_server.window(person['token']) for _ in range(2)]
        silent.answers_pings = False
        assert silent.wire is not None
        await asyncio.wait_for(silent.wire.closed.wait(), 5)
        await asyncio.sleep(2.5)
        assert await lively.ask('hello', {})
        lively.close()
