"""A window without a browser: logs in, opens a page and uses NiceGUI's socket protocol, for tests, load and scripts.

async with await Window.log_in('http://127.0.0.1:8080', 'anna', 'secret word') as anna:
    await anna.open('/rooms/5')
    shown = await anna.join(5)
    row = await anna.send(5, 'Hello')
    event = await anna.receive('MessagePosted')
"""

import asyncio
import itertools
import json
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests import socket_protocol
from tests.socket_protocol import ANSWER, CONNECT, CONNECTED, EVENT, PING, PONG

ANSWER_S = 10.0


class Refusal(Exception):
    """The server answered with an error; `code` says which, `facts` holds the rest."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f'{error["code"]}: {error.get("text", "")}')
        self.code: str = error['code']
        self.facts = error


class NotConnected(Exception):
    """The socket was refused or closed; the text is the server's reason."""


class Window:
    """One open window of one person. `events` has what was pushed and not yet received, in order."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.client_id = ''
        self.events: list[dict[str, Any]] = []
        self.socket: ClientConnection | None = None
        self.closed = asyncio.Event()
        self._arrived = asyncio.Event()
        self.answers: dict[int, asyncio.Future[list[Any]]] = {}
        self.numbers = itertools.count()
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def log_in(cls, base_url: str, username: str, password: str) -> Self:
        """Log in over plain HTTP and keep the cookie. Raises Refusal with code `wrong_login`."""
        window = cls(cls.browser(base_url))
        answer = await window.http.post('/login', data={'username': username, 'password': password})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise Refusal({'code': 'wrong_login', 'status': answer.status_code})
        return window

    @staticmethod
    def browser(base_url: str) -> httpx.AsyncClient:
        """An HTTP client that sends its Origin, as browsers do.

        Test servers have no TLS: `verify=False` saves 30 ms of processor time, in which certificates would be loaded.
        """
        return httpx.AsyncClient(verify=False, base_url=base_url, headers={'origin': base_url}, timeout=ANSWER_S)

    def another(self) -> 'Window':
        """A second window (tab) of the same browser: it shares the cookies."""
        return Window(self.http)

    async def open(self, path: str = '/rooms', *, hello: bool = True) -> None:
        """Load a page and connect its socket; `hello` also subscribes, as the sidebar does."""
        page = await self.http.get(path)
        client_id = socket_protocol.client_id_in(page.text)
        if page.status_code != httpx.codes.OK or client_id is None:
            raise NotConnected(f'{path} answered {page.status_code}')
        self.client_id = client_id
        await self.connect()
        if hello:
            await self.ask('hello')

    async def connect(self, *, origin: str | None = None, cookie: str | None = None, **query: str) -> None:
        """Connect the socket of the page that was opened. Raises NotConnected with the server's reason."""
        base = str(self.http.base_url).rstrip('/')
        address = f'ws://{urlsplit(base).netloc}' + socket_protocol.socket_path(self.client_id, **query)
        cookies = '; '.join(f'{name}={value}' for name, value in self.http.cookies.items())
        headers = {'cookie': cookies if cookie is None else cookie}
        self.closed.clear()
        try:
            self.socket = await connect(
                address, origin=Origin(origin or base), additional_headers=headers, compression=None, max_size=None
            )
            await self.socket.recv()
            await self.socket.send(CONNECT)
            answer = str(await self.socket.recv())
        except Exception as error:
            raise NotConnected(str(error)) from error
        if not answer.startswith(CONNECTED):
            await self.socket.close()
            raise NotConnected(json.loads(answer[2:]).get('message', answer))
        self._reader = asyncio.create_task(self._read(self.socket))

    async def ask(self, event: str, data: Any = None, *, timeout: float = ANSWER_S) -> Any:
        """Send an event and wait for its acknowledgement. Raises Refusal, TimeoutError, NotConnected."""
        answer = (await self.emit(event, {} if data is None else data, timeout=timeout))[0]
        if 'error' in answer:
            raise Refusal(answer['error'])
        return answer['ok']

    async def emit(self, event: str, *data: Any, timeout: float = ANSWER_S) -> list[Any]:
        """The same for any event: returns everything the server acknowledges with."""
        if self.socket is None or self.closed.is_set():
            raise NotConnected('the socket is closed')
        number = next(self.numbers)
        waiting = self.answers[number] = asyncio.get_running_loop().create_future()
        try:
            await self.socket.send(socket_protocol.request_frame(number, event, *data).decode())
            async with asyncio.timeout(timeout):
                answer: list[Any] = await waiting
                return answer
        except ConnectionClosed as error:
            raise NotConnected('the socket is closed') from error
        finally:
            self.answers.pop(number, None)

    async def join(self, room: int, *, since: int | None = None, around: int | None = None) -> dict[str, Any]:
        """Show a room: its summary, messages and revision; with `since` the changes after that revision."""
        answer: dict[str, Any] = await self.ask('open', {'room': room, 'since': since, 'around': around})
        return answer

    async def send(self, room: int, body: str, *, key: str | None = None) -> dict[str, Any]:
        """Send a message; returns the stored row once it is on disk."""
        row: dict[str, Any] = await self.ask('send', {'room': room, 'key': key or uuid.uuid4().hex, 'body': body})
        return row

    async def history(self, room: int, **edge: int) -> list[dict[str, Any]]:
        """Messages `before=` or `after=` a seq, at most `limit=`."""
        rows: list[dict[str, Any]] = (await self.ask('history', {'room': room, **edge}))['messages']
        return rows

    async def read(self, room: int, seq: int) -> int:
        """Mark a room as read up to `seq`; returns the number of unread messages left."""
        return int((await self.ask('read', {'room': room, 'seq': seq}))['unread'])

    async def receive(
        self, kind: str, matches: Callable[[dict[str, Any]], bool] = lambda _event: True, *, timeout: float = ANSWER_S
    ) -> dict[str, Any]:
        """Wait for the next event of `kind` that `matches`, and remove it from `events`. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                for event in self.events:
                    if event['type'] == kind and matches(event):
                        self.events.remove(event)
                        return event
                self._arrived.clear()
                await self._arrived.wait()

    async def close(self) -> None:
        """Close the socket; the session remains."""
        if self.socket is not None:
            await self.socket.close()
        if self._reader is not None:
            await self._reader
            self._reader = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        await self.http.aclose()

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                await self.take(socket, str(frame))
        except ConnectionClosed:
            pass
        finally:
            self.closed.set()
            self._arrived.set()
            for waiting in self.answers.values():
                if not waiting.done():
                    waiting.set_exception(NotConnected('the socket was closed'))

    async def take(self, socket: ClientConnection, frame: str) -> None:
        """Handle a frame from the server."""
        if frame == PING:
            await socket.send(PONG)
        elif frame.startswith(EVENT):
            name, data = socket_protocol.event_in(frame.encode())
            if name == 'push':
                self.events.extend(data[0])
                self._arrived.set()
        elif frame.startswith(ANSWER):
            number, values = socket_protocol.answer_in(frame.encode())
            waiting = self.answers.get(number)
            if waiting is not None and not waiting.done():
                waiting.set_result(values)
