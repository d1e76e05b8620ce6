"""Windows that never read, idle sockets, half-sent requests: others notice nothing, and stalled readers are dropped."""

import asyncio
import base64
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bench import datasets, figures, harness, machine
from tests.bench.fanout import Ear, load, pid_of, sender
from tests.bench.window import LoadWindow
from tests.live_server import LiveServer
from tests.proofs.scenario import running

SLOW_REQUESTS = 20
BODY = 'x' * 7_000
POSTED = b'"MessagePosted"'
WITNESSES, MESSAGES = 5, 600  # 14 kB each: more than the kernel buffers for a connection (4 MB) and the server (1 MB)
RECEIVE_BUFFER_BYTES = 4_096
MEMORY_LIMIT_KB = 100 * 1024


class Mute:
    """A raw socket that joins room 1 as a person and then reads nothing; the kernel buffers little for it."""

    def __init__(self, server: LiveServer, token: str) -> None:
        self.window = LoadWindow(harness.HOST, server.port, token)
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        self.line.setblocking(False)

    async def join(self, http: httpx.AsyncClient) -> None:
        loop = asyncio.get_running_loop()
        client_id = await self.window.load(http, '/rooms/1')
        await loop.sock_connect(self.line, (self.window.host, self.window.port))
        query = f'client_id={client_id}&next_message_id=0&implicit_handshake=true&EIO=4&transport=websocket'
        query += '&document_id=1&tab_id=1'
        headers = {'Host': 'x', 'Upgrade': 'websocket', 'Connection': 'Upgrade', 'Sec-WebSocket-Version': '13'}
        headers |= {'Sec-WebSocket-Key': base64.b64encode(bytes(16)).decode(), **self.window.headers}
        headers['Host'] = f'{self.window.host}:{self.window.port}'
        head = ''.join(f'{name}: {value}\r\n' for name, value in headers.items())
        await loop.sock_sendall(self.line, f'GET /_nicegui_ws/socket.io/?{query} HTTP/1.1\r\n{head}\r\n'.encode())
        for text, answered in ((b'', b'"sid"'), (b'40', b'40{'), (b'421["open",{"room":1}]', b'431[{"ok"')):
            if text:
                await loop.sock_sendall(self.line, bytes((0x81, 0x80 | len(text))) + bytes(4) + text)
            data = b''
            while answered not in data:
                data += await loop.sock_recv(self.line, 65_536)

    async def is_dropped(self) -> bool:
        """Whether the server closed the connection: what it still wrote is read to the end."""
        try:
            async with asyncio.timeout(5):
                while await asyncio.get_running_loop().sock_recv(self.line, 65_536):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def nuisances(
    server: LiveServer, place: datasets.Place, *, mute: int, idle: int
) -> AsyncIterator[tuple[list[Mute], list[asyncio.StreamReader]]]:
    """Windows that read nothing after joining, sockets that only wait, requests that never end."""
    stalled = [Mute(server, place.token(number)) for number in range(1, mute + 1)]
    async with httpx.AsyncClient(verify=False, timeout=30) as http, harness.windows(server, place, idle, room=2):
        for window in stalled:
            await window.join(http)
        halves = [await asyncio.open_connection('127.0.0.1', server.port) for _ in range(SLOW_REQUESTS)]
        for number, (_reader, writer) in enumerate(halves):
            head = (
                'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nuser'
                if number % 2
                else 'GET / HT'
            )
            writer.write(head.encode())
        try:
            yield stalled, [reader for reader, _writer in halves]
        finally:
            for _reader, writer in halves:
                writer.close()
            for window in stalled:
                window.line.close()


async def test_deliveries_continue_and_stalled_readers_are_dropped(tmp_path: Path) -> None:
    place = datasets.make(tmp_path / 'data', people=60, rooms=2, messages=100)
    async with running(place, LOG_LEVEL='WARNING') as server:
        frames: list[bytes] = []
        async with (
            harness.windows(server, place, WITNESSES, on_push=frames.append) as witnesses,
            nuisances(server, place, mute=5, idle=20) as (stalled, _halves),
        ):
            for number in range(0, MESSAGES, WITNESSES):
                requests = [{'room': 1, 'key': uuid.uuid4().hex, 'body': f'{number} {BODY}'} for _ in witnesses]
                await asyncio.gather(
                    *(witness.ask('send', request) for witness, request in zip(witnesses, requests, strict=True))
                )
            async with asyncio.timeout(10):
                while sum(frame.count(POSTED) for frame in frames) < MESSAGES * WITNESSES:  # noqa: ASYNC110 - a callback receives them
                    await asyncio.sleep(0.1)
            assert all(await asyncio.gather(*(reader.is_dropped() for reader in stalled)))
            assert not any(window.wire and window.wire.closed.is_set() for window in witnesses)
        assert await asyncio.to_thread(server.stop) == 0


@pytest.mark.proof
async def test_others_wait_less_than_twice_as_long_and_memory_stays_bounded(tmp_path: Path) -> None:
    place = datasets.make(tmp_path / 'data', people=800, rooms=50, messages=5_000)
    async with running(place, LOG_LEVEL='WARNING') as server:
        ear = Ear()
        async with harness.windows(server, place, 100, on_push=ear) as shown:
            await asyncio.sleep(2)
            before = await load(ear, 100, large(shown), pid_of(server), rate=20, seconds=30)
            async with nuisances(server, place, mute=20, idle=500) as (stalled, halves):
                await asyncio.sleep(5)
                memory_kb = machine.memory_kb(pid_of(server))
                beside = await load(ear, 100, large(shown), pid_of(server), rate=20, seconds=60)
                grown_kb = machine.memory_kb(pid_of(server)) - memory_kb
                dropped = await asyncio.gather(*(reader.is_dropped() for reader in stalled))
                hung_up = await asyncio.gather(*(is_hung_up(half) for half in halves))
            await asyncio.sleep(5)
            after = await load(ear, 100, large(shown), pid_of(server), rate=20, seconds=30)
        for name, outcome in (('before', before), ('beside', beside), ('after', after)):
            median = figures.percentile(outcome.late_ms, 0.5)
            print(f'{name}: p50 {median:.1f} ms, p99 {outcome.p99_ms:.1f} ms, {outcome.cpu_us:.0f} µs a delivery')
        print(f'{grown_kb} kB more; {sum(dropped)} readers dropped, {sum(hung_up)} requests hung up on')
        assert [outcome.delivered for outcome in (before, beside, after)] == [60_000, 120_000, 60_000]
        assert beside.p99_ms < 2 * max(before.p99_ms, after.p99_ms, 10)
        assert all(dropped)
        assert all(hung_up)
        assert grown_kb < MEMORY_LIMIT_KB
        assert await asyncio.to_thread(server.stop) == 0


async def is_hung_up(half: asyncio.StreamReader) -> bool:
    """Whether the server has closed the connection of a request that never ends."""
    try:
        async with asyncio.timeout(5):
            await half.read()
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def large(shown: list[LoadWindow]) -> Any:
    """The same sender with messages of the maximum length, so that a stalled reader fills up."""
    send = sender(shown)
    return lambda number, body: send(number, f'{body} {BODY}')
