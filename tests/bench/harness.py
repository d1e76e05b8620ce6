"""A server in a separate process and the windows connected to it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from tests.bench import datasets
from tests.bench.window import LoadWindow
from tests.live_server import LiveServer

AT_ONCE = 20
HOST = '127.0.0.1'


@contextmanager
def place(
    *, people: int, rooms: int, messages: int, members: int | None = None
) -> Iterator[tuple[LiveServer, datasets.Place]]:
    """A running server with filled data; both are removed afterwards."""
    with tempfile.TemporaryDirectory(prefix='messenger-bench-') as folder:
        made = datasets.make(Path(folder) / 'data', people=people, rooms=rooms, messages=messages, members=members)
        server = LiveServer(made.folder, LOG_LEVEL='WARNING')
        server.start()
        try:
            yield server, made
        finally:
            server.stop()


@asynccontextmanager
async def windows(
    server: LiveServer,
    place: datasets.Place,
    count: int,
    *,
    first_person: int = 1,
    room: int = 1,
    on_push: Callable[[bytes], None] = lambda _frame: None,
) -> AsyncIterator[list[LoadWindow]]:
    """This many people, each with the page of `room` open in one window."""
    gate = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(timeout=60, limits=limits) as http:

        async def opened(number: int) -> LoadWindow:
            async with gate:
                user_id = (first_person - 1 + number) % place.people + 1
                window = LoadWindow(HOST, server.port, place.token(user_id), on_push)
                await window.connect(await window.load(http, f'/rooms/{room}'))
                await window.ask('hello', {})
                await window.ask('open', {'room': room})
                return window

        shown = await asyncio.gather(*(opened(number) for number in range(count)))
    try:
        yield list(shown)
    finally:
        for window in shown:
            window.close()
        await asyncio.sleep(0.2)
