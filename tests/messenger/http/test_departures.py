"""A client that disconnects is not an error; all other failures are logged as before."""

import asyncio
import logging
import sys
from typing import Any

import anyio
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.utils import ClientDisconnected

from messenger.http.error_pages import Faults
from messenger.server import log_output

SCOPE: dict[str, Any] = {'type': 'http', 'method': 'GET', 'path': '/rooms', 'headers': []}
LEFT = [
    *(ClientDisconnect(), ClientDisconnected(), WebSocketDisconnect(1006), ConnectionResetError(), BrokenPipeError()),
    *(anyio.EndOfStream(), anyio.ClosedResourceError(), anyio.BrokenResourceError()),
    ExceptionGroup('of a task group', [ConnectionResetError(), anyio.EndOfStream()]),
]


async def nothing() -> Message:
    return {'type': 'http.request'}


@pytest.mark.parametrize('kind', ['http', 'websocket'])
@pytest.mark.parametrize('error', LEFT, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize('is_sending', [True, False], ids=['send', 'receive'])
async def test_a_client_that_disconnected_is_not_an_error(
    caplog: pytest.LogCaptureFixture, kind: str, error: Exception, is_sending: bool
) -> None:
    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        if is_sending:
            await send({'type': 'http.response.body'})
        else:
            await receive()

    async def fail(*_message: Message) -> Any:
        raise error

    with caplog.at_level(logging.INFO):
        await Faults(app)(SCOPE | {'type': kind}, *((nothing, fail) if is_sending else (fail, fail)))
    assert caplog.records == []


@pytest.mark.parametrize('error', [ConnectionResetError(), BrokenPipeError(), ValueError()])
async def test_a_failing_connection_of_our_own_is_an_error(caplog: pytest.LogCaptureFixture, error: Exception) -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    async def send(_message: Message) -> None:
        """The client is still connected."""

    await Faults(app)(SCOPE | {'type': 'websocket'}, nothing, send)
    assert [record.levelname for record in caplog.records] == ['ERROR']


def test_tasks_cancelled_at_shutdown_are_not_errors(subtests: pytest.Subtests) -> None:
    for error, is_shown in [(asyncio.CancelledError(), False), (ValueError(), True)]:
        with subtests.test(repr(error)):
            try:
                raise error
            except BaseException:
                attributes = {'name': 'uvicorn.error', 'levelno': logging.ERROR, 'exc_info': sys.exc_info()}
            assert log_output.is_no_cancellation(logging.makeLogRecord(attributes)) is is_shown
