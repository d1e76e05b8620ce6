"""A window for load tests: loads the real page, connects its socket, sends requests, and receives pushes."""

import asyncio
import itertools
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson

from tests.bench.wire import Wire

CLIENT_ID = re.compile(r"'client_id': '([0-9a-f-]{36})'")
ANSWER_S = 60


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
        found = CLIENT_ID.search(page.text)
        if found is None:
            raise AssertionError(f'{path} answered {page.status_code}')
        return found[1]

    async def connect(self, client_id: str) -> None:
        """Connect the socket of the loaded page."""
        facts = {'client_id': client_id, 'next_message_id': '0', 'implicit_handshake': 'true', 'EIO': '4'}
        facts |= {'document_id': str(uuid.uuid4()), 'tab_id': self.tab_id, 'transport': 'websocket'}
        path = '/_nicegui_ws/socket.io/?' + urlencode(facts)
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
            self.wire.send(b'42%d' % number + orjson.dumps([event, data]))
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self.wire is not None:
            self.wire.close()

    def _take(self, frame: bytes) -> None:
        if frame.startswith(b'42'):
            self.on_push(frame)
        elif frame.startswith(b'43'):
            number, _, rest = frame[2:].partition(b'[')
            answer = self.answers.pop(int(number), None)
            if answer is not None and not answer.done():
                answer.set_result(orjson.loads(b'[' + rest)[0])
        elif self.wire is not None or frame.startswith(b'0'):
            self._keep_up(frame)

    def _keep_up(self, frame: bytes) -> None:
        if frame == b'2' and self.wire is not None:
            if self.answers_pings:
                self.wire.send(b'3')
        elif frame.startswith(b'0'):
            asyncio.get_running_loop().call_soon(lambda: self.wire.send(b'40') if self.wire else None)
        elif frame.startswith(b'40'):
            self.greeted.set()
        elif frame.startswith(b'44'):
            raise AssertionError(frame.decode())
