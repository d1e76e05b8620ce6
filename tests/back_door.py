"""A running messenger with a back door: tests call its domains through it, and open windows without a browser."""

import asyncio
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx

from tests.bench.window import LoadWindow
from tests.forked import ForkedServer
from tests.live_server import free_port
from tests.window import Refusal

LINE_LIMIT_BYTES = 2**24


class BackDoorServer(ForkedServer):
    """`async with BackDoorServer(folder) as server: await server.call('rooms.create', 1, 'Room', [])`."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.door_port = free_port()
        super().__init__(data_dir, DOOR_PORT=str(self.door_port), **settings)
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.http = httpx.AsyncClient(verify=False, timeout=30)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        self._close_door()
        await asyncio.sleep(0)
        await asyncio.to_thread(self.stop)

    def _close_door(self) -> None:
        while self.idle:
            self.idle.pop()[1].close()

    def _end(self, number: signal.Signals) -> int:
        self._close_door()
        return super()._end(number)

    async def call(self, name: str, /, *arguments: Any, **options: Any) -> Any:
        """Call a domain function in the server. Raises Refusal, AssertionError if it fails."""
        if self.idle:
            reader, writer = self.idle.pop()
        else:
            reader, writer = await asyncio.open_connection('127.0.0.1', self.door_port, limit=LINE_LIMIT_BYTES)
        writer.write(json.dumps([name, arguments, options]).encode() + b'\n')
        outcome = json.loads(await reader.readline())
        self.idle.append((reader, writer))
        if 'error' in outcome:
            raise Refusal({'code': outcome['error']})
        assert 'failed' not in outcome, f'{name}{arguments}: {outcome}'
        return outcome['ok']

    async def window(
        self, token: str, path: str = '/rooms', on_push: Callable[[bytes], None] = lambda _frame: None
    ) -> LoadWindow:
        """A page with its socket connected."""
        window = LoadWindow('127.0.0.1', self.port, token, on_push)
        await window.connect(await window.load(self.http, path))
        return window
