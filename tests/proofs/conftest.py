"""A workspace of some size for the flood proofs: people who talk, and others who may join them."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.back_door import BackDoorServer
from tests.bench.figures import percentile
from tests.bench.window import LoadWindow
from tests.client.page import ClientPage, open_client_page

PEOPLE, ROOMS, MESSAGES = 200, 30, 200
SENDERS, PAUSE_S = 5, 0.25  # below the limit for one person


@dataclass
class Place:
    """A server with people and rooms, and a few people who talk."""

    live_server: BackDoorServer
    room: int
    senders: list[LoadWindow]

    async def p95_ms(self, seconds: float) -> float:
        """How long the talking people's messages take until they are acknowledged."""
        took: list[float] = []
        end = time.monotonic() + seconds

        async def talk(window: LoadWindow, wait: float) -> None:
            await asyncio.sleep(wait)
            while time.monotonic() < end:
                start = time.monotonic()
                key = os.urandom(16).hex()
                await window.ask('send', {'room': self.room, 'key': key, 'body': f'words {key[:8]}'})
                took.append((time.monotonic() - start) * 1000)
                await asyncio.sleep(max(0, PAUSE_S - (time.monotonic() - start)))

        await asyncio.gather(*(talk(sender, number * PAUSE_S / SENDERS) for number, sender in enumerate(self.senders)))
        return percentile(took, 0.95)

    @property
    def pid(self) -> int:
        """The process id of the server."""
        assert self.live_server.process is not None
        return self.live_server.process.pid

    async def memory_kb(self) -> int:
        return int((await self.live_server.call('counters'))['memory_kb'])

    async def rogues(self, count: int, *, is_admin: bool) -> list[dict[str, Any]]:
        """New members of the room, to be hostile."""
        names = [f'rogue {os.urandom(4).hex()}' for _ in range(count)]
        made = [await self.live_server.call('make_person', name, is_admin=is_admin) for name in names]
        for person in made:
            await self.live_server.call('members.join', person['id'], self.room)
        return made


@pytest_asyncio.fixture(loop_scope='session')
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """A messenger of some size, with limits on."""
    async with BackDoorServer(tmp_path_factory.mktemp('floods') / 'data', RATE_LIMITS='on') as live_server:
        people = [await live_server.call('make_person', f'Person {number}') for number in range(PEOPLE)]
        ids = [person['id'] for person in people]
        room = 0
        for number in range(ROOMS):
            members = ids[number : number + 40]
            room = await live_server.call(
                'rooms.create', people[number]['id'], f'Room {number}', members[1:], kind='open'
            )
        for number in range(MESSAGES):
            speaker = people[ROOMS + number % 30]['id']
            await live_server.call('messages.send', speaker, room, f'k{number}', f'words of {number}')
        senders = [
            await live_server.window(person['token'], f'/rooms/{room}')
            for person in people[ROOMS + 30 : ROOMS + 30 + SENDERS]
        ]
        for sender in senders:
            await sender.ask('hello', {})
            await sender.ask('open', {'room': room})
        yield Place(live_server, room, senders)
        for sender in senders:
            sender.close()


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def client_page() -> AsyncIterator[ClientPage]:
    """A page with the modules of pages/client/, which keep what the windows of a test hold."""
    async with open_client_page() as page:
        yield page
        assert not page.errors
