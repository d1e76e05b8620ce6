"""Incomplete requests are timed out; slow ones that make progress are served."""

import asyncio
import io
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image
from uvicorn.server import ServerState

from messenger.server import http_timeouts
from tests.pages.conftest import SignUp

HEAD_S, BODY_S, STALL_S, UNREAD_S, SLOWEST = 0.4, 0.6, 0.8, 0.4, 2_000
DRIP_S = 0.05
SLACK_S = 1.5
UNREAD_BYTES = 20_000_000  # more than the kernel buffers for a connection

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """The same rules, in tenths of seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_timeouts, 'HEAD_S', HEAD_S)
        patch.setattr(http_timeouts, 'BODY_S', BODY_S)
        patch.setattr(http_timeouts, 'STALL_S', STALL_S)
        patch.setattr(http_timeouts, 'SLOWEST_BODY_BYTES_PER_S', SLOWEST)
        patch.setattr(http_timeouts, 'UNREAD_S', UNREAD_S)
        yield


async def dial(server: str, request: bytes = b'') -> Line:
    """A connection on which `said` has been sent."""
    parts = urlsplit(server)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request)
    return reader, writer


async def until_hung_up(line: Line, drip: bytes = b'') -> float:
    """The seconds until the server closes the connection, while bytes drip in."""
    begun = time.monotonic()
    ended = asyncio.ensure_future(line[0].read())
    try:
        while not ended.done():
            if drip:
                line[1].write(drip)
            await asyncio.wait({ended}, timeout=DRIP_S)
            assert time.monotonic() - begun < 10, 'the server never hangs up'
        with suppress(ConnectionError):
            ended.result()
    finally:
        ended.cancel()
        line[1].close()
    return time.monotonic() - begun


async def test_a_request_head_must_arrive_in_time(server: str) -> None:
    begun = (b'', b'GET /', b'GET / HTTP/1.1\r\nHost: localhost\r\nA: ')
    drips = (b'', b'x', b'x: y\r\n', b'\r\n')
    cases = [
        (request, drip) for request, drip in product(begun, drips) if not request or drip != b'\r\n'
    ]  # which would end it
    lines = [await dial(server, request) for request, _ in cases]
    waits = await asyncio.gather(*(until_hung_up(line, drip) for line, (_, drip) in zip(lines, cases, strict=True)))
    assert max(waits) < HEAD_S + SLACK_S, dict(zip(cases, waits, strict=True))


async def test_the_next_head_on_a_connection_must_arrive_in_time_too(server: str) -> None:
    line = await dial(server, b'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    assert (await line[0].readuntil(b'ok')).startswith(b'HTTP/1.1 200')
    assert await until_hung_up(line, b'\r\n') < HEAD_S + SLACK_S


async def test_an_endless_head_is_cut_off(server: str) -> None:
    line = await dial(server, b'GET / HTTP/1.1\r\n' + b'a: bbbbbbbbbb\r\n' * (http_timeouts.HEAD_LIMIT_BYTES // 14))
    assert b' 400 ' in await line[0].readuntil(b'\r\n')
    line[1].close()


async def test_a_body_that_only_drips_is_given_up(server: str) -> None:
    async def wait(kind: str, drip: bytes) -> float:
        head = f'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n{kind}\r\n\r\n'
        return await until_hung_up(await dial(server, head.encode()), drip)

    kinds, drips = ('Content-Length: 5000', 'Transfer-Encoding: chunked'), (b'', b'1\r\nx\r\n')
    waits = await asyncio.gather(*(wait(kind, drip) for kind, drip in product(kinds, drips)))
    assert max(waits) < BODY_S + SLACK_S, waits


async def test_a_fast_upload_may_not_stall_forever(server: str) -> None:
    head = (
        b'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 50000\r\n\r\n'
        + b'x' * 40_000
    )
    assert await until_hung_up(await dial(server, head)) < STALL_S + SLACK_S


async def test_a_slow_upload_that_makes_progress_arrives(sign_up: SignUp) -> None:
    anna = await sign_up('anna')
    picture = io.BytesIO()
    Image.effect_noise((75, 75), 50).save(picture, 'PNG')
    form = httpx.Request('POST', 'http://x', files={'avatar': ('a.png', picture.getvalue(), 'image/png')})
    whole = form.read()
    pace = round(SLOWEST * DRIP_S * 1.5)
    assert len(whole) / pace * DRIP_S > 1.2 * (BODY_S + STALL_S), 'slower than what patience alone would bear'
    headers = {**anna.http.headers, 'cookie': f'messenger_session={anna.http.cookies["messenger_session"]}'}
    headers |= {'host': str(anna.http.base_url.netloc, 'ascii'), 'content-length': str(len(whole))}
    headers |= {'content-type': form.headers['content-type']}
    lines = ''.join(f'{name}: {value}\r\n' for name, value in headers.items())
    reader, writer = await dial(str(anna.http.base_url), f'POST /avatars HTTP/1.1\r\n{lines}\r\n'.encode())
    for start in range(0, len(whole), pace):
        writer.write(whole[start : start + pace])
        await asyncio.sleep(DRIP_S)
    assert (await reader.readuntil(b'\r\n')).startswith(b'HTTP/1.1 200'), await reader.read(500)
    writer.close()


async def test_an_answer_that_nobody_reads_is_given_up(server: str) -> None:
    async with httpx.AsyncClient(verify=False) as http:
        style = (await http.get(f'{server}/static/style.css')).content
    reader, writer = await dial(server)
    transport: object = writer.transport
    assert isinstance(transport, asyncio.ReadTransport)
    transport.pause_reading()
    writer.write(b'GET /static/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n' * (UNREAD_BYTES // len(style)))
    await asyncio.sleep(UNREAD_S + SLACK_S)
    transport.resume_reading()
    with suppress(ConnectionError):
        assert len(await reader.read()) < UNREAD_BYTES
    writer.close()


class Reader(asyncio.Transport):
    """A connection whose reader takes this many bytes between two checks of what is waiting."""

    waiting, pace = 100_000, 1
    aborts = 0

    def get_write_buffer_size(self) -> int:
        self.waiting -= self.pace
        return self.waiting

    def abort(self) -> None:
        self.aborts += 1


async def test_a_slow_reader_is_served_as_long_as_it_reads() -> None:
    config = uvicorn.Config(FastAPI(), log_config=None)
    line, reader = http_timeouts.PatientHttp(config=config, server_state=ServerState(), app_state={}), Reader()
    line.connection_made(reader)
    line.deadline = None  # its request is complete
    line.pause_writing()
    await asyncio.sleep(3 * UNREAD_S)
    assert reader.aborts == 0
    reader.pace = 0
    await asyncio.sleep(UNREAD_S + SLACK_S)
    assert reader.aborts == 1
    line.connection_lost(OSError())
