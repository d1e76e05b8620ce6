"""A window for load tests: loads the real page, connects its socket, sends requests, and receives pushes."""

import asyncio
import itertools
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from tests import socket_protocol
from tests.bench.wire import Wire

ANSWER_S = 60
PING, PONG, OPEN = socket_protocol.PING.encode(), socket_protocol.PONG.encode(), b'0'
CONNECT, CONNECT_ERROR = socket_protocol.CONNECT.encode(), socket_protocol.CONNECT_ERROR.encode()
EVENT, ANSWER = socket_protocol.EVENT.encode(), socket_protocol.ANSWER.encode()


class LoadWindow:
    """One window of one person, by session token; `on_push` gets each pushed frame, unparsed."""

    def __init__(
        self, host: str, port: int, token: str, on_push: Callable[[bytes], None] = lambda _frame: None
    ) -> None:
        self.host, self.port = host, port
        self.headers = {'cookie': f'messenger_session={token}', 'origin': f'http://{host}:{port}'}
        self.on_push = on_push
        self.wire: Wire | None = None
        self.answers_pings = True
        self.answers: dict[int, asyncio.Future[Any]] = {}
        self.numbers = itertools.count(1)
        self.greeted: asyncio.Event = asyncio.Event()
        self.tab_id = str(uuid.uuid4())

    async def load(self, http: httpx.AsyncClient, path: str) -> str:
        """Get a page; returns its client id."""
        page = await http.get(f'http://{self.host}:{self.port}{path}', headers=self.headers)
        client_id = socket_protocol.client_id_in(page.text)
        if client_id is None:
            raise AssertionError(f'{path} answered {page.status_code}')
        return client_id

    async def connect(self, client_id: str) -> None:
        """Connect the socket of the loaded page."""
        path = socket_protocol.socket_path(client_id, tab_id=self.tab_id)
        self.wire = await Wire.connect(self.host, self.port, path, self.headers, self._take)
        async with asyncio.timeout(ANSWER_S):
            await self.greeted.wait()

    async def ask(self, event: str, data: dict[str, Any]) -> Any:
        """Send an event and wait for its answer. Raises AssertionError if it is refused."""
        answer = await self.begin(event, data)
        if 'error' in answer:
            raise AssertionError(answer['error'])
        return answer['ok']

    def begin(self, event: str, data: dict[str, Any]) -> asyncio.Future[Any]:
        """Send an event; the future gives the complete answer."""
        number = next(self.numbers)
        answer = self.answers[number] = asyncio.get_running_loop().create_future()
        if self.wire is not None:
            self.wire.send(socket_protocol.request_frame(number, event, data))
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self.wire is not None:
            self.wire.close()

    def _take(self, frame: bytes) -> None:
        if frame.startswith(EVENT):
            self.on_push(frame)
        elif frame.startswith(ANSWER):
            number, values = socket_protocol.answer_in(frame)
            answer = self.answers.pop(number, None)
            if answer is not None and not answer.done():
                answer.set_result(values[0])
        elif self.wire is not None or frame.startswith(OPEN):
            self._keep_up(frame)

    def _keep_up(self, frame: bytes) -> None:
        if frame == PING and self.wire is not None:
            if self.answers_pings:
                self.wire.send(PONG)
        elif frame.startswith(OPEN):
            asyncio.get_running_loop().call_soon(lambda: self.wire.send(CONNECT) if self.wire else None)
        elif frame.startswith(CONNECT):
            self.greeted.set()
        elif frame.startswith(CONNECT_ERROR):
            raise AssertionError(frame.decode())
