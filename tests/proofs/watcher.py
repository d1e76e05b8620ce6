"""A window that keeps a replica: every answer and every push is applied in order of arrival."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from tests.bench.window import CLIENT_ID, LoadWindow
from tests.proofs.replica import Replica
from tests.proofs.server import Refusal, Town

ANSWER_S = 10
GATHERED_S = 0.03

Apply = Callable[[Any], None]


class Gone(Exception):
    """The socket was closed before the answer came."""


class Watcher(LoadWindow):
    """One window of a person. Refused events raise Refusal, a closed socket raises Gone."""

    def __init__(self, town: Town, me: int, token: str) -> None:
        self.town = town
        self.replica = Replica(me)
        self.token = token
        self.path = '/rooms'
        self.appliers: dict[int, Apply] = {}
        super().__init__('127.0.0.1', town.port, token, self.replica.take)

    async def come(self) -> None:
        """Load the page, connect, say hello; a window that was here before asks for what it missed."""
        self.greeted.clear()
        self.wire = None
        page = await self.town.http.get(self.town.url + self.path, headers=self.headers)
        found = CLIENT_ID.search(page.text)
        self.replica.is_ended = found is None
        if found is None:
            return
        await self.connect(found[1])
        await self.greet()
        if self.replica.shown is not None and self.replica.opening is not None:
            await self.show(self.replica.shown)
        elif self.replica.shown is not None:
            await self.catch_up()

    async def greet(self) -> None:
        """Ask for the list of rooms, and receive their events from now on."""
        self.replica.begin_to_greet()
        await self.do('hello', {}, self.replica.greeted)

    async def catch_up(self) -> None:
        """Ask for the changes since the last revision until there are no more."""
        turn, self.replica.has_gap = self.replica.turn, self.replica.opening is None
        while self.replica.has_gap and turn == self.replica.turn:
            facts = {'room': self.replica.shown, 'since': self.replica.revision}
            await self._open(turn, facts, partial(self.replica.caught_up, turn))

    async def show(self, room: int) -> None:
        """Open a room."""
        turn = self.replica.begin_to_open(room)
        await self._open(turn, {'room': room}, partial(self.replica.opened, turn))

    async def _open(self, turn: int, facts: dict[str, Any], apply: Apply) -> None:
        try:
            await self.do('open', facts, apply)
        except Refusal:
            if turn == self.replica.turn:
                self.replica.close()

    async def do(self, event: str, facts: dict[str, Any], apply: Apply = lambda _answer: None) -> Any:
        """Send a request, apply the answer when it arrives, and return it."""
        asking = self.begin(event, facts)
        self.appliers[next(reversed(self.answers))] = apply
        gone = asyncio.ensure_future(self.wire.closed.wait() if self.wire else asyncio.sleep(0))
        await asyncio.wait({asking, gone}, timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not asking.done():
            raise Gone
        answer = asking.result()
        if 'error' in answer:
            assert answer['error']['code'] != 'failed', (event, facts)
            raise Refusal(answer['error']['code'])
        return answer['ok']

    async def settle(self) -> None:
        """Wait until everything published before has arrived."""
        await asyncio.sleep(GATHERED_S)
        try:
            await self.do('history', {'room': 0, 'before': 0})
        except Refusal:
            if self.replica.has_gap:
                await self.catch_up()
        except Gone:
            pass

    def _take(self, frame: bytes) -> None:
        if frame.startswith(b'44'):
            self.replica.is_ended = True
            self.greeted.set()
            return
        if frame.startswith(b'43'):
            number, _, rest = frame[2:].partition(b'[')
            apply = self.appliers.pop(int(number), None)
            answer = orjson.loads(b'[' + rest)[0]
            if apply is not None and 'ok' in answer:
                apply(answer['ok'])
        super()._take(frame)
