"""Whatever one socket sends to the server, the server and everybody else's sockets survive."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings

from tests.back_door import BackDoorServer
from tests.bench.window import LoadWindow
from tests.proofs.nonsense import CLIENT, FRAMES
from tests.proofs.watcher import Watcher

EXAMPLES = [25, pytest.param(1_000, marks=pytest.mark.proof)]
EVENTS = [500, pytest.param(5_000, marks=pytest.mark.proof)]
FLOOD = ('history', 'send', 'read', 'open', 'nonsense')
FRAME_LIMIT_BYTES = 200_000
UVICORN_SAYS = 'Invalid UTF-8 sequence received'  # with a traceback, then it closes the socket
BINARY, CONTINUED, UNKNOWN = 0x2, 0x0, 0x7


@pytest_asyncio.fixture(scope='module', loop_scope='session')
async def live_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BackDoorServer]:
    """A server and two people in a room."""
    async with BackDoorServer(tmp_path_factory.mktemp('floods') / 'data') as live_server:
        yield live_server


class Scene:
    """A rogue, a witness, and the room they share."""

    def __init__(self, live_server: BackDoorServer) -> None:
        self.live_server = live_server
        self.heard: list[bytes] = []
        self.loop = asyncio.get_running_loop()

    async def begin(self) -> None:
        mark = os.urandom(4).hex()
        rogue, witness = [await self.live_server.call('make_person', f'{name} {mark}') for name in ('rogue', 'witness')]
        self.token = rogue['token']
        self.room = await self.live_server.call('rooms.create', witness['id'], f'Room {mark}', [rogue['id']])
        self.witness = await self.live_server.window(witness['token'], '/rooms', self.heard.append)
        await self.witness.ask('open', {'room': self.room})

    async def rogue(self) -> LoadWindow:
        window = LoadWindow('127.0.0.1', self.live_server.port, self.token)
        self.client_id = await window.load(self.live_server.http, '/rooms')
        await window.connect(self.client_id)
        await window.ask('open', {'room': self.room})
        return window

    async def check(self) -> None:
        """The witness gets answers and receives its own messages on the same socket as before."""
        self.heard.clear()
        body = os.urandom(8).hex()
        async with asyncio.timeout(5):
            await self.witness.ask('send', {'room': self.room, 'key': body, 'body': body})
            while not any(body.encode() in frame for frame in self.heard):  # noqa: ASYNC110 - a callback receives it
                await asyncio.sleep(0.005)

    async def lives_or_is_closed(self, window: LoadWindow) -> bool:
        """The rogue's own socket still answers (True), or was closed properly."""
        assert window.wire is not None
        asking = window.begin('history', {'room': self.room, 'before': 2})
        gone = asyncio.ensure_future(window.wire.closed.wait())
        await asyncio.wait({asking, gone}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        assert asking.done() or window.wire.closed.is_set(), 'the socket hangs'
        window.close()
        return asking.done()


@pytest_asyncio.fixture(loop_scope='session')
async def scene(live_server: BackDoorServer) -> AsyncIterator[Scene]:
    scene = Scene(live_server)
    await scene.begin()
    yield scene
    await scene.check()
    scene.witness.close()
    log = live_server.log.read_text()
    assert log.count('Traceback') == log.count(UVICORN_SAYS), log[-3_000:]


@pytest.mark.parametrize('count', EVENTS)
async def test_a_flood_of_events_is_answered_and_disturbs_nobody(scene: Scene, count: int) -> None:
    window = await scene.rogue()
    asked: list[asyncio.Future[Any]] = []
    names = [FLOOD[number % len(FLOOD)] for number in range(count)]
    for number, name in enumerate(names):
        data = {'room': scene.room, 'before': 5, 'seq': number, 'key': f'k{number % 50}', 'body': 'flood'}
        asked.append(window.begin(name, data))
        if number % 500 == 0:
            await scene.check()
    async with asyncio.timeout(120):
        answers = await asyncio.gather(*asked)
    codes: dict[str, set[str]] = {name: set() for name in FLOOD}
    for name, answer in zip(names, answers, strict=True):
        codes[name].add('ok' if 'ok' in answer else answer['error']['code'])
    assert codes == {name: {'malformed' if name == 'nonsense' else 'ok'} for name in FLOOD}
    assert await scene.lives_or_is_closed(window)


async def test_frames_that_are_too_large_or_binary_end_only_their_own_socket(scene: Scene) -> None:
    window = await scene.rogue()
    data = {'room': scene.room, 'key': 'large', 'body': 'x' * (FRAME_LIMIT_BYTES - 200)}
    assert (await window.begin('send', data))['error']['code'] == 'malformed'
    data['body'] = 'x' * 90_000
    assert (await window.begin('send', data))['error']['code'] == 'too_long'
    window.begin('send', data | {'body': 'x' * FRAME_LIMIT_BYTES})
    assert not await scene.lives_or_is_closed(window)
    await scene.check()
    for kind in (BINARY, CONTINUED, UNKNOWN):
        for payload in (b'', b'\x04', b'4\xff\xfe', os.urandom(100), b'42["send",{}]'):
            window = await scene.rogue()
            raw(window, kind, payload)
            await scene.lives_or_is_closed(window)
            await scene.check()


async def test_invalid_utf_8_ends_only_its_own_socket(scene: Scene) -> None:
    window = await scene.rogue()
    raw(window, 0x1, b'42["send",{"room":1,"key":"k","body":"\xff\xfe\xed\xa0\x80"}]')
    await scene.lives_or_is_closed(window)


def raw(window: LoadWindow, kind: int, payload: bytes) -> None:
    """Write a frame of any kind."""
    assert window.wire is not None
    assert window.wire.transport is not None
    head = bytes((0x80 | kind, 0x80 | len(payload))) if len(payload) < 126 else b''
    window.wire.transport.write(head + b'\0\0\0\0' + payload)


@pytest.mark.parametrize('count', EXAMPLES)
def test_any_frame_is_answered_or_ends_its_socket(scene: Scene, count: int) -> None:
    async def throw(frames: list[str]) -> None:
        window = await scene.rogue()
        for frame in frames:
            assert window.wire is not None
            window.wire.send(frame.replace(CLIENT, scene.client_id).encode('utf-8', 'replace'))
        await scene.lives_or_is_closed(window)
        await scene.check()

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(FRAMES)
    def story(frames: list[str]) -> None:
        scene.loop.run_until_complete(throw(frames))

    story()


async def test_invalid_handshakes_are_refused_and_nobody_notices(scene: Scene) -> None:
    key = base64.b64encode(os.urandom(16)).decode()
    for target in ('/_nicegui_ws/', '/_nicegui_ws/socket.io/', '/_nicegui_ws/socket.io/?EIO=3&transport=polling', '/x'):
        for headers in (
            '',
            f'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n',
            'A: \xff\r\n',
        ):
            reader, writer = await asyncio.open_connection('127.0.0.1', scene.live_server.port)
            writer.write(f'GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n'.encode('latin-1'))
            with suppress(TimeoutError, OSError):
                async with asyncio.timeout(2):
                    assert (await reader.readline()).split()[1][:1] in {b'4', b'3'}
            writer.close()
    stranger = Watcher(scene.live_server, 0, scene.token)
    await stranger.connect('no-such-client')
    assert stranger.is_ended
    stranger.close()


@pytest.mark.parametrize(
    ('kind', 'payload', 'is_cut'),
    [(0x9, b'x' * 100, True), (0xA, b'', True), (CONTINUED, b'', True), (0x1, b'3', False)],
)
async def test_a_flood_of_frames_that_are_not_messages_ends_only_its_own_socket(
    scene: Scene, kind: int, payload: bytes, is_cut: bool
) -> None:
    window = await scene.rogue()
    assert window.wire is not None
    assert window.wire.transport is not None
    if kind == CONTINUED:
        window.wire.transport.write(bytes((0x01, 0x80)) + bytes(4))  # the start of a message
    head = bytes(((0x00 if kind == CONTINUED else 0x80) | kind, 0x80 | len(payload)))
    window.wire.transport.write((head + bytes(4) + payload) * 3_000)
    if is_cut:
        async with asyncio.timeout(10):
            await window.wire.closed.wait()
    else:
        assert await scene.lives_or_is_closed(window)
