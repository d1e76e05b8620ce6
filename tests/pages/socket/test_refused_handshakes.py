"""Sockets of strangers: few are let in to learn the reason, none is waited for long, and none is logged as an error."""

import asyncio
import contextlib
import logging

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from messenger import rate_limits
from messenger.accounts import sessions
from messenger.rate_limits import Rate
from pages.socket import handshake
from tests.conditions import until
from tests.conftest import Clock


def knock(server: str, **headers: str) -> connect:
    address = server.replace('http', 'ws') + '/_nicegui_ws/socket.io/?EIO=4&transport=websocket'
    return connect(address, additional_headers={'cookie': 'messenger_session=junk', 'origin': server} | headers)


async def refused_with(handshaking: connect) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await handshaking
    return refused.value.response.status_code


async def test_an_address_that_keeps_opening_sockets_is_refused_before_the_session_is_read(
    server: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.RATES, 'handshake', Rate(1, 1, 'handshakes'))
    await (await knock(server)).close()
    monkeypatch.setattr(sessions, 'find', None)
    assert await refused_with(knock(server)) == httpx.codes.TOO_MANY_REQUESTS


async def test_too_many_strangers_at_once_are_refused_at_the_handshake(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, 'EXPLAINED_MAX', 2)
    held = [await knock(server) for _ in range(2)]
    assert await refused_with(knock(server)) == httpx.codes.SERVICE_UNAVAILABLE
    for socket in held:
        await socket.close()

    async def is_let_in() -> bool:
        try:
            await (await knock(server)).close()
        except InvalidStatus:
            return False
        return True

    async with asyncio.timeout(10):
        while not await is_let_in():  # noqa: ASYNC110 - the only way to know is to try
            await asyncio.sleep(0.01)


async def test_a_peer_that_does_not_close_its_side_is_not_waited_for(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, 'EXPLAIN_S', 0.05)
    monkeypatch.setattr(handshake, 'GOODBYE_S', 0.05)
    monkeypatch.setattr('websockets.client.ClientProtocol.send_close', lambda *_: None)
    monkeypatch.setattr('websockets.protocol.Protocol.recv_frame', lambda *_: None)
    socket: ClientConnection = await knock(server)
    with contextlib.suppress(ConnectionClosed):
        await asyncio.wait_for(socket.wait_closed(), 5)  # uvicorn itself waits for ten seconds
    assert socket.transport.is_closing()


@pytest.mark.parametrize('host', ['evil.example', 'localhost.evil.example'])
async def test_a_foreign_name_is_refused_and_not_logged_as_an_error(
    server: str, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection('127.0.0.1', int(server.rpartition(':')[2]))
    lines = ['GET /_nicegui_ws/socket.io/ HTTP/1.1', f'Host: {host}', 'Upgrade: websocket', 'Connection: Upgrade']
    lines += ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', '', '']
    before = asyncio.all_tasks()  # other windows are open too
    with caplog.at_level(logging.WARNING):
        writer.write('\r\n'.join(lines).encode())
        answer = await asyncio.wait_for(reader.read(), 5)
        await until(lambda: not [task for task in asyncio.all_tasks() - before if 'run_asgi' in str(task.get_coro())])
    writer.close()
    assert answer.startswith(b'HTTP/1.1 421 ')
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
