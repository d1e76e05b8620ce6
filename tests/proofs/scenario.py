"""People who send again and again until they are answered, on a server that may disappear."""

import asyncio
import random
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.bench.datasets import Place
from tests.bench.window import LoadWindow
from tests.bench.wire import Refused
from tests.forked import ForkedServer
from tests.live_server import LiveServer

RETRY_S = 0.2
ANSWER_S = 5


class Sender:
    """One person with one window, who reopens it whenever it is lost."""

    def __init__(self, server: LiveServer, place: Place, user_id: int) -> None:
        self.server = server
        self.token = place.token(user_id)
        self.window: LoadWindow | None = None
        self.acknowledged: dict[str, dict[str, Any]] = {}

    async def say(self, room: int, body: str) -> dict[str, Any]:
        """Send until the server answers, always with the same key; returns the stored row."""
        key = uuid.uuid4().hex
        while True:
            try:
                row: dict[str, Any] = await self._ask('send', {'room': room, 'key': key, 'body': body})
            except (OSError, Refused, httpx.HTTPError, TimeoutError, AssertionError, asyncio.InvalidStateError):
                self.close()
                await asyncio.sleep(RETRY_S * random.random())
                continue
            self.acknowledged[key] = row
            return row

    async def _ask(self, event: str, data: dict[str, Any]) -> Any:
        if self.window is None or self.window.wire is None or self.window.wire.closed.is_set():
            self.window = await self._opened()
        asking = asyncio.ensure_future(self.window.ask(event, data))
        wire = self.window.wire
        assert wire is not None
        gone = asyncio.ensure_future(wire.closed.wait())
        await asyncio.wait({asking, gone}, timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not asking.done():
            asking.cancel()
            raise TimeoutError
        return asking.result()

    async def _opened(self) -> LoadWindow:
        window = LoadWindow('127.0.0.1', self.server.port, self.token)
        async with httpx.AsyncClient(verify=False, timeout=ANSWER_S) as http, asyncio.timeout(ANSWER_S):
            await window.connect(await window.load(http, '/rooms'))
        return window

    def close(self) -> None:
        """Close the connection."""
        if self.window is not None:
            self.window.close()
            self.window = None


def stored(folder: Path, room: int) -> list[tuple[int, int, str]]:
    """The messages of a room in the file: seq, revision and key, in order; also checks that the file is intact."""
    with sqlite3.connect(folder / 'messenger.db') as base:
        assert base.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
        query = 'SELECT seq, revision, key FROM message WHERE room_id = ? ORDER BY seq'
        rows = base.execute(query, [room]).fetchall()
    base.close()
    return rows


@asynccontextmanager
async def running(place: Place, **settings: str) -> AsyncIterator[LiveServer]:
    """A server on filled data; removed afterwards, even if the test fails."""
    server = ForkedServer(place.folder, **settings)
    await asyncio.to_thread(server.start)
    try:
        yield server
    finally:
        await asyncio.to_thread(server.kill)
