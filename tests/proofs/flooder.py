"""A hostile member in a separate process: `python -m tests.proofs.flooder KIND PORT ROOM SECONDS TOKEN…`."""

import asyncio
import html
import itertools
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from tests.bench.window import LoadWindow
from tests.bench.wire import Refused

ELEMENTS = re.compile(r'parseElements\(String\.raw`(.*?)`\)', re.DOTALL)
RATE = 550  # what one browser can easily do
TICK_S = 0.01
HUGE_CHARS = 190_000
PAGES = ('/rooms', '/users', '/profile', '/search?q=word', '/rooms/1', '/admin')
READS = ('hello', 'open', 'history', 'switcher', 'mentionable', 'preview')

Frame = tuple[str, dict[str, Any]]
Make = Callable[[int], Frame]


class Rogue(LoadWindow):
    """A window that knows the listeners of its page, including later ones."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__('127.0.0.1', port, token, self.hear)
        self.client_id = ''
        self.listeners: dict[tuple[str, str], tuple[int, str]] = {}
        self.all: list[tuple[int, str]] = []

    async def come(self, http: httpx.AsyncClient, path: str) -> bool:
        """Load a page and connect; False if that is refused."""
        page = await http.get(f'http://{self.host}:{self.port}{path}', headers=self.headers)
        match = ELEMENTS.search(page.text)
        if match is None:
            return False
        self.learn(orjson.loads(html.unescape(match[1])))
        self.client_id = re.search(r"'client_id': '([0-9a-f-]{36})'", page.text)[1]  # type: ignore[index] # found
        with suppress(AssertionError, Refused, OSError, TimeoutError):
            async with asyncio.timeout(5):
                await self.connect(self.client_id)
                return True
        return False

    def learn(self, elements: dict[str, Any]) -> None:
        """Record who listens to what."""
        for number, element in elements.items():
            for event in (element or {}).get('events', []):
                self.listeners[element['tag'], event['type']] = (int(number), event['listener_id'])
                self.all.append((int(number), event['listener_id']))
        del self.all[:-500]

    def hear(self, frame: bytes) -> None:
        """Record elements that arrived."""
        if frame.startswith(b'42["update"'):
            update = orjson.loads(frame[2:])[1]
            self.learn({name: element for name, element in update.items() if isinstance(element, dict)})

    def event(self, at: tuple[int, str], *args: Any) -> Frame:
        """What the browser sends to fire a listener."""
        return self.raw_event(at, *(orjson.dumps(arg).decode() for arg in args))

    def raw_event(self, at: tuple[int, str], *args: str) -> Frame:
        """The same with arguments that are already JSON texts, including some that no browser makes."""
        return 'event', {'id': at[0], 'client_id': self.client_id, 'listener_id': at[1], 'args': list(args)}

    async def fire(self, make: Make, seconds: float, rate: float = RATE) -> None:
        """Send what `make` makes, `rate` times a second, or as fast as the connection allows."""
        end, start, sent = time.monotonic() + seconds, time.monotonic(), 0
        while time.monotonic() < end and self.wire is not None and not self.wire.closed.is_set():
            transport = self.wire.transport
            while sent < (time.monotonic() - start) * rate and transport and transport.get_write_buffer_size() < 2**20:
                name, data = make(sent)
                self.wire.send(b'42' + orjson.dumps([name, data]))
                sent += 1
            if self.wire.transport is None or self.wire.transport.get_write_buffer_size() >= 2**20:
                sent = int((time.monotonic() - start) * rate)
            await asyncio.sleep(TICK_S)


def sidebar(name: str) -> Callable[[Rogue, int], Make]:
    def make(rogue: Rogue, _room: int) -> Make:
        at = next(place for (tag, type_), place in rogue.listeners.items() if type_ == name)
        return lambda _number: rogue.event(at)

    return make


def with_number(name: str) -> Callable[[Rogue, int], Make]:
    def make(rogue: Rogue, room: int) -> Make:
        at = next(place for (tag, type_), place in rogue.listeners.items() if type_ == name)
        return lambda _number: rogue.event(at, room)

    return make


def everything(rogue: Rogue, room: int) -> Make:
    """Fire every listener, including those of open dialogs."""
    actions = '{"action": "next"}', '{"action": "menu", "user": "1"}'
    given = (str(room), '"x"', 'null', str(2**70), '-1e999', '{', '', *actions, '[1]', 'true')
    return lambda _number: rogue.raw_event(random.choice(rogue.all), random.choice(given))


def nobody(rogue: Rogue, _room: int) -> Make:
    return lambda number: rogue.event((10**6 + number, 'none'), number)


def frames(rogue: Rogue, _room: int) -> Make:
    kinds: list[Frame] = [
        ('javascript_response', {'request_id': 'x', 'result': 'y' * 1_000}),
        ('ack', {'next_message_id': 2**40}),
        ('log', {'level': 'error', 'message': 'forged\n' * 100}),
        ('handshake', {'tab_id': 'x', 'document_id': 'y', 'next_message_id': 7}),
    ]
    turns = itertools.cycle((name, data | {'client_id': rogue.client_id}) for name, data in kinds)
    return lambda _number: next(turns)


def huge(rogue: Rogue, _room: int) -> Make:
    at = next(place for (tag, type_), place in rogue.listeners.items() if type_ == 'newRoom')
    big = 'x' * HUGE_CHARS
    return lambda _number: rogue.event(at, big)


def typing(rogue: Rogue, _room: int) -> Make:
    at = rogue.listeners['input', 'input']
    return lambda number: rogue.event(at, f'{"aeiost"[number % 6]}{number % 50}')


def reads(rogue: Rogue, room: int) -> Make:
    data = {'room': room, 'before': 50, 'typed': 'a', 'seq': 1, 'since': None}
    return lambda number: (READS[number % len(READS)], data | {'typed': ('', 'a')[number % 2]})


@dataclass(frozen=True)
class Flood:
    """What each window sends, on which page, how many windows a person opens, and how much each sends a second."""

    make: Callable[[Rogue, int], Make]
    path: str = '/rooms'
    windows: int = 1
    rate: float = RATE

    async def run(self, port: int, room: int, seconds: float, tokens: list[str]) -> None:
        """Open the windows and send."""
        async with httpx.AsyncClient(verify=False, timeout=30) as http:
            rogues = [Rogue(port, token) for token in tokens for _ in range(self.windows)]
            path = self.path.format(room=room)
            here = [rogue for rogue in rogues if await rogue.come(http, path)]
            print('here', len(here), flush=True)
            await asyncio.gather(*(rogue.fire(self.make(rogue, room), seconds, self.rate) for rogue in here))


async def load_pages(port: int, room: int, seconds: float, tokens: list[str]) -> None:
    """Load pages, eight at a time for each person."""
    answers: Counter[int] = Counter()
    end = time.monotonic() + seconds

    async def loop(http: httpx.AsyncClient, token: str) -> None:
        for number in itertools.count():
            if time.monotonic() > end:
                return
            path = PAGES[number % len(PAGES)].replace('/1', f'/{room}')
            with suppress(httpx.HTTPError):
                page = await http.get(
                    f'http://127.0.0.1:{port}{path}', headers={'cookie': f'messenger_session={token}'}
                )
                answers[page.status_code] += 1

    print('here', flush=True)
    async with httpx.AsyncClient(verify=False, timeout=30) as http:
        await asyncio.gather(*(loop(http, token) for token in tokens for _ in range(8)))
    print(dict(answers), flush=True)


async def open_sockets(port: int, _room: int, seconds: float, tokens: list[str]) -> None:
    """Open sockets of the same page, eight at a time for each person, and close them all again."""
    end, opened = time.monotonic() + seconds, 0

    async def loop(rogue: Rogue) -> None:
        nonlocal opened
        while time.monotonic() < end:
            rogue.greeted.clear()
            rogue.wire = None
            with suppress(AssertionError, Refused, OSError, TimeoutError):
                async with asyncio.timeout(5):
                    await rogue.connect(rogue.client_id)
                    opened += 1
            rogue.close()

    async with httpx.AsyncClient(verify=False, timeout=30) as http:
        rogues = [Rogue(port, token) for token in tokens for _ in range(8)]
        here = [rogue for rogue in rogues if await rogue.come(http, '/users')]
        print('here', len(here), flush=True)
        await asyncio.gather(*(loop(rogue) for rogue in here))
    print(opened, flush=True)


Run = Callable[[int, int, float, list[str]], Coroutine[Any, Any, None]]
FLOODS: dict[str, Run] = {
    'new_room': Flood(sidebar('newRoom')).run,
    'new_room_20_windows': Flood(sidebar('newRoom'), windows=20, rate=100).run,
    'user_menu': Flood(sidebar('userMenu')).run,
    'details': Flood(with_number('details'), '/rooms/{room}').run,
    'stale': Flood(sidebar('stale')).run,
    'everything': Flood(everything, '/rooms/{room}').run,
    'nobody': Flood(nobody, windows=4, rate=5_000).run,
    'frames': Flood(frames, windows=4, rate=5_000).run,
    'huge': Flood(huge, rate=200).run,
    'typing': Flood(typing, '/search').run,
    'users': Flood(typing, '/users').run,
    'admin': Flood(typing, '/admin').run,
    'reads': Flood(reads, windows=4).run,
    'pages': load_pages,
    'sockets': open_sockets,
}

if __name__ == '__main__':
    kind, port, room, seconds, *tokens = sys.argv[1:]
    asyncio.run(FLOODS[kind](int(port), int(room), float(seconds), tokens))
