"""Whatever one member, or several together, do with pages: other people's messages stay quick, memory comes back."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.bench import machine
from tests.bench.figures import percentile
from tests.bench.window import LoadWindow
from tests.live import ROOT
from tests.proofs.town import Town

QUIET_S, FLOOD_S, RELEASE_S = 10.0, 20.0, 60.0
WARM_S = 12.0  # with what it takes to fill the place: until the server has been up for longer than a storm lasts
PEOPLE, ROOMS, MESSAGES = 200, 30, 200
SENDERS, PAUSE_S = 5, 0.25  # below what one person may send
MEMORY_LIMIT_KB = 50 * 1024
LEAST_MS = 4.0  # two turns of the interpreter's lock: a quiet run may be quicker than a thread can be
FLOODS = (
    *('new_room', 'new_room_20_windows', 'user_menu', 'details', 'stale', 'everything', 'nobody', 'frames', 'huge'),
    *('typing', 'users', 'admin', 'reads', 'pages', 'sockets'),
)


@dataclass
class Place:
    """A server with people and rooms in it, and a few of them who talk."""

    town: Town
    room: int
    senders: list[LoadWindow]

    async def p95_ms(self, seconds: float) -> float:
        """How long a message of those who talk takes until it is acknowledged."""
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

        await asyncio.gather(*(talk(one, number * PAUSE_S / SENDERS) for number, one in enumerate(self.senders)))
        return percentile(took, 0.95)

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.town.process is not None
        return self.town.process.pid

    async def memory_kb(self) -> int:
        return int((await self.town.call('counters'))['memory_kb'])

    async def rogues(self, count: int, *, is_admin: bool) -> list[dict[str, Any]]:
        """New members of the room."""
        names = [f'rogue {os.urandom(4).hex()}' for _ in range(count)]
        made = [await self.town.call('make_person', name, is_admin=is_admin) for name in names]
        for one in made:
            await self.town.call('memberships.join', one['id'], self.room)
        return made


@pytest_asyncio.fixture(loop_scope='session')
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """A messenger of some size, with its limits on."""
    async with Town(tmp_path_factory.mktemp('floods') / 'data', RATE_LIMITS='on') as town:
        people = [await town.call('make_person', f'Person {number}') for number in range(PEOPLE)]
        ids = [one['id'] for one in people]
        room = 0
        for number in range(ROOMS):
            members = ids[number : number + 40]
            room = await town.call('rooms.create', people[number]['id'], f'Room {number}', members[1:], kind='open')
        for number in range(MESSAGES):
            speaker = people[ROOMS + number % 30]['id']
            await town.call('messages.send', speaker, room, f'k{number}', f'words of {number}')
        senders = [
            await town.window(one['token'], f'/rooms/{room}') for one in people[ROOMS + 30 : ROOMS + 30 + SENDERS]
        ]
        for one in senders:
            await one.ask('hello', {})
            await one.ask('open', {'room': room})
        yield Place(town, room, senders)
        for one in senders:
            one.close()


@pytest.mark.proof
@pytest.mark.parametrize('people', [1, 5])
@pytest.mark.parametrize('kind', FLOODS)
async def test_nobody_else_notices(place: Place, kind: str, people: int) -> None:
    rogues = await place.rogues(people, is_admin=kind == 'admin')
    await place.p95_ms(WARM_S)
    used = machine.cpu_s(place.pid)
    quiet = await place.p95_ms(QUIET_S)
    quiet_share = (machine.cpu_s(place.pid) - used) / QUIET_S
    before = await place.memory_kb()
    command = [sys.executable, '-m', 'tests.proofs.flooder', kind, str(place.town.port), str(place.room), str(FLOOD_S)]
    flood = await asyncio.create_subprocess_exec(
        *command, *(one['token'] for one in rogues), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert flood.stdout is not None
    await flood.stdout.readline()
    used = machine.cpu_s(place.pid)
    flooded = await place.p95_ms(FLOOD_S - 2)
    share = (machine.cpu_s(place.pid) - used) / (FLOOD_S - 2)
    during = await place.memory_kb()
    said = (await flood.stdout.read()).decode().strip()
    await flood.wait()
    await asyncio.sleep(RELEASE_S)
    after = await place.memory_kb()
    told = f'{kind} x{people}: p95 {quiet:.1f} -> {flooded:.1f} ms, memory {(during - before) / 1024:+.0f} MB, '
    print(f'{told}afterwards {(after - before) / 1024:+.0f} MB, cpu {quiet_share:.0%} -> {share:.0%} {said}')
    assert flooded <= 2 * max(quiet, LEAST_MS), told
    assert during - before <= MEMORY_LIMIT_KB, told
    assert after - before <= MEMORY_LIMIT_KB, told
    assert 'Traceback' not in place.town.log.read_text()
