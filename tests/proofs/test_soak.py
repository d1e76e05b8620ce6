"""Opening, closing, sending, uploading and switching rooms for a long time leaves nothing behind."""

import asyncio
import io
import random
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image

import pages
from tests.back_door import BackDoorServer
from tests.bench import machine
from tests.bench.fanout import pid_of
from tests.proofs.watcher import Gone, Watcher
from tests.window import Refusal

SECONDS = [4, pytest.param(600, marks=pytest.mark.proof)]
PEOPLE, ROOMS = 12, 8
PAUSE_S = 0.4
SAMPLE_S = 1
SLOPE_LIMIT_KB_PER_MIN = 1024
RECONNECT_S = 2  # how long the server keeps a page without a socket; pages.RECONNECT_S otherwise
PING_S = 1  # how often it pings to notice a lost socket; 10 otherwise
FORGET_S = pages.RECONNECT_S + 40  # a page is kept this long once its connection is known to be lost; tabs for a minute
SPARE = 2  # tasks that start with the first use of something
COUNTED = ('clients', 'windows', 'subscriptions', 'tasks', 'files')
LASTING = ('tabs',)  # a minute is too long for every run


class Restless:
    """A person who never does one thing for long."""

    def __init__(
        self, live_server: BackDoorServer, person: dict[str, int | str], rooms: list[int], *, leaves_pages: bool
    ) -> None:
        self.live_server, self.id, self.token, self.rooms = live_server, int(person['id']), str(person['token']), rooms
        self.windows: list[Watcher] = []
        self.doings: list[Callable[[], Awaitable[None]]] = [
            *[self.say] * 4,
            *[self.switch] * 4,
            *[self.open] * 2,
            *[self.close] * 2,
            self.upload,
            self.attach,
            *([self.look] if leaves_pages else []),
        ]
        self.done = 0

    async def go_on(self, until: float) -> None:
        await self.open()
        while time.monotonic() < until:
            try:
                await random.choice(self.doings)()
                self.done += 1
            except (Gone, Refusal, httpx.TransportError):
                pass
            await asyncio.sleep(random.random() * PAUSE_S)
        while self.windows:
            self.windows.pop().close()

    async def open(self) -> None:
        if len(self.windows) < 3:
            window = Watcher(self.live_server, self.id, self.token)
            window.path = f'/rooms/{random.choice(self.rooms)}'
            await window.come()
            self.windows.append(window)

    async def close(self) -> None:
        if self.windows:
            self.windows.pop(random.randrange(len(self.windows))).close()

    async def say(self) -> None:
        if self.windows:
            data = {'room': random.choice(self.rooms), 'key': uuid.uuid4().hex, 'body': 'on and on'}
            await random.choice(self.windows).do('send', data)

    async def switch(self) -> None:
        if self.windows:
            await random.choice(self.windows).show(random.choice(self.rooms))

    async def upload(self) -> None:
        picture = io.BytesIO()
        Image.new('RGB', (300, 300), (random.randrange(256), 90, 90)).save(picture, 'PNG')
        headers = {'cookie': f'messenger_session={self.token}', 'origin': self.live_server.url}
        files = {'avatar': ('a.png', picture.getvalue(), 'image/png')}
        answer = await self.live_server.http.post(f'{self.live_server.url}/avatars', headers=headers, files=files)
        assert answer.status_code == httpx.codes.OK, answer.text

    async def attach(self) -> None:
        """Send a message with a file."""
        if not self.windows:
            return
        room, key, content = random.choice(self.rooms), uuid.uuid4().hex, random.randbytes(100_000)
        address = f'{self.live_server.url}/files/{key}'
        headers = {'cookie': f'messenger_session={self.token}', 'origin': self.live_server.url}
        params: dict[str, str | int] = {'room': room, 'name': 'a.bin', 'size': len(content)}
        answer = await self.live_server.http.post(address, params=params, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.text
        answer = await self.live_server.http.patch(address, params={'offset': 0}, content=content, headers=headers)
        file = answer.json()['file']['id']
        await random.choice(self.windows).do('send', {'room': room, 'key': key, 'body': '', 'files': [file]})

    async def look(self) -> None:
        """Load a page and never connect."""
        for path in ('/rooms', '/users', '/profile'):
            await self.live_server.http.get(
                self.live_server.url + path, headers={'cookie': f'messenger_session={self.token}'}
            )


@pytest.mark.long
@pytest.mark.parametrize('seconds', SECONDS)
async def test_nothing_is_left_behind(tmp_path: Path, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    is_long = seconds >= 60
    if not is_long:
        monkeypatch.setenv('PROOF_RECONNECT_S', str(RECONNECT_S))
        monkeypatch.setenv('PROOF_PING_S', str(PING_S))
    async with BackDoorServer(tmp_path / 'data') as live_server:
        counted = (*COUNTED, *LASTING) if is_long else COUNTED
        fresh = await settled(live_server, dict.fromkeys(counted, 1_000))
        everyone = [await live_server.call('make_person', f'person {number}') for number in range(PEOPLE)]
        ids = [person['id'] for person in everyone]
        rooms = [await live_server.call('rooms.create', ids[0], f'Room {number}', ids[1:]) for number in range(ROOMS)]
        people = [Restless(live_server, person, rooms, leaves_pages=is_long) for person in everyone]
        await asyncio.gather(*(person.go_on(time.monotonic() + 2) for person in people))
        before = await settled(
            live_server, {name: fresh[name] for name in counted} | {'tasks': fresh['tasks'] + SPARE, 'files': 1_000}
        )
        memory: list[tuple[float, int]] = []
        sampling = asyncio.create_task(sample(pid_of(live_server), memory))
        started = time.monotonic()
        await asyncio.gather(*(person.go_on(started + seconds) for person in people))
        sampling.cancel()
        after = await settled(live_server, {name: before[name] for name in counted})
        print(f'{sum(person.done for person in people)} changes; before {before}; after {after}')
    grown = slope(memory)
    assert {name: after[name] for name in counted if after[name] > before[name] + SPARE * (name == 'tasks')} == {}
    if is_long:
        assert grown < SLOPE_LIMIT_KB_PER_MIN


async def sample(pid: int, samples: list[tuple[float, int]]) -> None:
    """Record the server's memory now and then."""
    while True:
        samples.append((time.monotonic(), machine.memory_kb(pid)))
        await asyncio.sleep(SAMPLE_S)


def slope(samples: list[tuple[float, int]]) -> float:
    """The growth of memory in the last half, in kB a minute."""
    half = samples[len(samples) // 2 :]
    seconds, memory = zip(*half, strict=True)
    grown = statistics.linear_regression(seconds, memory).slope * 60
    print(f'{memory[0]} kB at half time, {memory[-1]} kB at the end, {grown:.0f} kB a minute')
    return grown


async def settled(live_server: BackDoorServer, rest: dict[str, int]) -> dict[str, int]:
    """The counters once they are at most `rest`, or when time is up; the caller's own connections do not count."""
    limit = time.monotonic() + FORGET_S
    while True:
        counts: dict[str, int] = await live_server.call('counters')
        for name in ('tasks', 'files'):
            counts[name] -= len(live_server.idle)
        if all(counts[name] <= most for name, most in rest.items()) or time.monotonic() > limit:
            return counts
        await asyncio.sleep(0.5)
