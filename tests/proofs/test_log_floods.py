"""Whatever strangers, members and a full disk do to a real server, its log stays small, with no forged lines."""

import asyncio
import os
import re
import resource
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.factories import PASSWORD
from tests.forked import ForkedServer
from tests.live_server import LiveServer
from tests.window import NotConnected, Refusal, Window

FLOOD_S = [2, pytest.param(30, marks=pytest.mark.proof)]
BURST_LINES, LINES_PER_S, LINE_BYTES = 110, 8, 400
FORGED = '2026-01-01 00:00:00,000 INFO messenger: forged'
ODD = f'\n{FORGED}\r\x1b[2J\x9b31m\u202e'
RECORD = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ \S+: ')
NO_BYTE_MORE = 0


class Log:
    """What a server writes, through a pipe, to which file size limits do not apply."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path, self.content = path, bytearray()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with self.path.open('rb', buffering=0) as pipe:
            while piece := pipe.read(65_536):
                self.content += piece

    def check(self, begun: int, seconds: float) -> None:
        """From byte `begun` on the log is short, and nobody forged a line."""
        added = self.content[begun:].decode()
        lines = added.split('\n')[:-1]
        few = BURST_LINES + LINES_PER_S * seconds
        assert len(lines) <= few, f'{len(lines)} lines, {len(added)} bytes in {seconds:.0f} s:\n{added[:2_000]}'
        assert len(added) <= few * LINE_BYTES
        assert all(RECORD.match(line) or line.startswith('  ') for line in lines), added
        assert not any(line.startswith(FORGED) for line in lines)
        assert not re.search('[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]', added)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / 'log')


@pytest.fixture
def server(tmp_path: Path, log: Log) -> Iterator[LiveServer]:
    made = ForkedServer(tmp_path / 'data')
    made.log = log.path
    made.start()
    yield made
    made.kill()
    log.thread.join(5)


@pytest.fixture
async def anna(server: LiveServer) -> AsyncIterator[Window]:
    window = Window(Window.browser(server.url))
    fields = {'username': 'anna', 'password': PASSWORD, 'repeat': PASSWORD}
    assert (await window.http.post('/register', data=fields)).status_code == httpx.codes.SEE_OTHER
    async with window:
        await window.open('/rooms')
        yield window


async def flood(log: Log, seconds: float, *attacks: Callable[[int], Awaitable[object]]) -> None:
    """Repeat each attack for this long, then check the log."""
    begun, start = len(log.content), time.monotonic()

    async def repeat(attack: Callable[[int], Awaitable[object]]) -> None:
        number = 0
        while time.monotonic() < start + seconds:
            with suppress(OSError, httpx.HTTPError, ConnectionClosed, NotConnected, Refusal, TimeoutError):
                await attack(number)
            number += 1
            await asyncio.sleep(0)
        assert number

    await asyncio.gather(*map(repeat, attacks))
    log.check(begun, time.monotonic() - start)


@pytest.mark.parametrize('seconds', FLOOD_S)
async def test_malformed_requests_and_odd_addresses_keep_the_log_small(
    server: LiveServer, log: Log, anna: Window, seconds: float
) -> None:
    heads = [
        b'\x16\x03\x01\x02\x00',
        b'GET / HTTP/9.9\r\n\r\n',
        f'GET /{ODD} HTTP/1.1\r\n\r\n'.encode(),
        b'GET / HTTP/1.1\r\nHost: localhost\r\nX: \x00\x1b[31m\r\n\r\n',
        b'GET / HTTP/1.1\r\nhost: a\r\nx: ' + b'y' * 200_000 + b'\r\n\r\n',
        b'POST /login HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
        b'GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\n\r\n',
    ]

    async def throw(number: int) -> None:
        reader, writer = await asyncio.open_connection('127.0.0.1', server.port)
        try:
            writer.write(heads[number % len(heads)])
            writer.write_eof()
            async with asyncio.timeout(5):
                await reader.read(100_000)
        finally:
            writer.close()

    odd = '%0a2026-01-01%2000:00:00,000%20INFO%20messenger:%20forged%1b%5b2J%e2%80%ae'
    paths = [f'/{odd}', f'/rooms/{odd}', f'/static/{odd}', f'/files/1/{odd}', f'/avatars/1/{odd}', '/' + 'x' * 10_000]
    paths += [f'/_nicegui/{odd}', f'/rooms?{odd}={odd}', f'/_nicegui_ws/{odd}', f'/files/{odd}', '/rooms/%ff%fe']
    # as bytes, since a browser would not send them
    agents = [b'Mozilla', b'\x1b[31m', b'x' * 8_000, b'\xff\xfe']

    async def ask(number: int) -> None:
        headers = {b'user-agent': agents[number % len(agents)], b'origin': server.url.encode()}
        method = ('GET', 'POST', 'PATCH', 'DELETE', 'PROPFIND')[number % 5]
        await anna.http.request(method, paths[number % len(paths)], headers=headers)

    await flood(log, seconds, throw, throw, ask, ask)


FRAMES = [
    *('42["handshake",{"client_id":"CLIENT"}]', '42["event",{"client_id":"CLIENT","id":9,"args":[1]}]'),
    '42["event",{"client_id":"CLIENT","id":"x","listener_id":7}]',
    '42["javascript_response",{"client_id":"CLIENT"}]',
    '42["ack",{"client_id":"CLIENT","next_message_id":"x"}]',
    '42["log",{"client_id":"CLIENT","level":"error","message":"ODD"}]',
    '42["log",{"client_id":"CLIENT","level":"info","message":"' + 'x' * 100_000 + '"}]',
    *('42[', '42["send",NaN]', '42["nonsense",{}]', '427[[]]', '42{}'),
]
ENDING = ['ODD', '451-["x",{"_placeholder":true,"num":0}]', '40', '6', '99', '', '5', '2probe']


@pytest.mark.parametrize('seconds', FLOOD_S)
async def test_bad_frames_keep_the_log_small(server: LiveServer, log: Log, anna: Window, seconds: float) -> None:
    escaped = ODD.replace('\n', r'\n').replace('\r', r'\r').replace('\x1b', r'\u001b')

    async def send(number: int) -> None:
        socket = anna.socket
        if socket is None or anna.closed.is_set():
            await anna.open('/rooms')
            return
        await socket.send(FRAMES[number % len(FRAMES)].replace('CLIENT', anna.client_id).replace('ODD', escaped))
        await asyncio.sleep(0.001)

    async def end(number: int) -> None:
        other = anna.another()
        await other.open('/rooms')
        assert other.socket is not None
        frame = ENDING[number % len(ENDING)].replace('ODD', ODD)
        await other.socket.send(frame if number % 3 else frame.encode())
        with suppress(TimeoutError):
            await asyncio.wait_for(other.closed.wait(), 1)
        await other.close()

    await flood(log, seconds, send, end)


@pytest.mark.parametrize('seconds', FLOOD_S)
async def test_a_disk_that_accepts_no_writes_keeps_the_log_small(
    server: LiveServer, log: Log, anna: Window, seconds: float
) -> None:
    room = await _room(anna)
    assert server.process is not None
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (NO_BYTE_MORE, hard))
    failed = 0

    async def send(number: int) -> None:
        nonlocal failed
        try:
            await anna.send(room, f'message {number}')
        except Refusal:
            failed += 1
            raise

    async def upload(number: int) -> None:
        asked: dict[str, str | int] = {'room': room, 'name': f'{number}{ODD}.txt', 'size': 5}
        await anna.http.post(f'/files/k{number}', params=asked)
        await anna.http.patch(f'/files/k{number}', params={'offset': 0}, content=b'12345')

    async def sign_in(number: int) -> None:
        await anna.http.post('/login', data={'username': 'anna', 'password': PASSWORD})

    async def show(number: int) -> None:
        await anna.http.post('/avatars', files={'avatar': b'x'})

    await flood(log, seconds, send, send, upload, sign_in, show)
    assert failed
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


async def _room(anna: Window) -> int:
    answer = await anna.ask('direct', {'user': 1})
    return int(answer['room'])
