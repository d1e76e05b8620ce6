"""Few file handles: newcomers are refused politely, and existing connections continue."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from messenger.database import engine
from messenger.settings import load
from tests.factories import PASSWORD, make_room, make_user
from tests.live_server import LiveServer
from tests.window import Window

SOFT, HARD = 64, 200


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[LiveServer]:
    """Anna's server, which the system allows few handles, and even fewer until it asks for more."""
    engine.open_database(load({'DATA_DIR': str(tmp_path / 'data')}, env_file=tmp_path / 'none'))
    await make_room(await make_user('anna'))
    engine.close_database()
    made = LiveServer(tmp_path / 'data')
    made.program = ('-c', LOWERED)
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.stop)


LOWERED = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({SOFT}, {HARD}))
sys.argv[0] = 'main.py'
runpy.run_path('main.py', run_name='__main__')
"""


def handles(server: LiveServer) -> int:
    assert server.process is not None
    return len(list(Path(f'/proc/{server.process.pid}/fd').iterdir()))


def limit(server: LiveServer) -> int:
    assert server.process is not None
    return resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)[0]


async def test_near_the_limit_newcomers_are_refused_and_others_continue(server: LiveServer) -> None:
    assert limit(server) == HARD
    async with await Window.log_in(server.url, 'anna', PASSWORD) as anna:
        await anna.open('/rooms/1')
        await anna.join(1)
        with ExitStack() as idle:
            for _ in range(3 * HARD):
                idle.enter_context(socket.create_connection(('127.0.0.1', server.port)))
            await _until_answered(server, b'503')  # connections from the first rush were closed
            for _ in range(5):
                answer = await asyncio.to_thread(_answer, server)
                assert answer.startswith(b'HTTP/1.1 503 ')
                assert b'Retry-After' in answer
            assert handles(server) < HARD
            for number in range(20):
                assert (await anna.send(1, f'Message {number}'))['seq']
            assert (await _upload(anna, 1)).status_code == httpx.codes.OK
            assert (await anna.http.get('/readyz')).text == 'ok'
        await _until_answered(server, b'200')
    assert 'Traceback' not in server.log.read_text()


async def _upload(window: Window, room: int) -> httpx.Response:
    announced = await window.http.post('/files/k', params={'room': room, 'name': 'a.txt', 'size': 5})
    assert announced.status_code == httpx.codes.OK
    return await window.http.patch('/files/k', params={'offset': 0}, content=b'words')


async def _until_answered(server: LiveServer, code: bytes) -> None:
    async with asyncio.timeout(15):
        while not (await asyncio.to_thread(_answer, server)).startswith(b'HTTP/1.1 ' + code):  # noqa: ASYNC110 - another process has no event
            await asyncio.sleep(0.05)


def _answer(server: LiveServer) -> bytes:
    with socket.create_connection(('127.0.0.1', server.port), timeout=10) as line:
        line.sendall(b'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
        with suppress(ConnectionError):
            return line.recv(10_000)
    return b''
