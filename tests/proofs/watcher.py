"""A window that keeps what it shows: every answer and every push is applied in order of arrival."""

import asyncio
import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from tests import socket_protocol
from tests.back_door import BackDoorServer
from tests.bench.window import LoadWindow
from tests.proofs.screen import Held, Screen
from tests.window import Refusal

ANSWER_S = 10
GATHERED_S = 0.03

Apply = Callable[[Any], None]


class Gone(Exception):
    """The socket was closed before the answer came."""


class Watcher(LoadWindow):
    """One window of a person. Refused events raise Refusal, a closed socket raises Gone.

    Without a screen it keeps nothing.
    """

    def __init__(self, live_server: BackDoorServer, me: int, token: str, screen: Screen | None = None) -> None:
        self.live_server, self.me, self.token, self.screen = live_server, me, token, screen
        self.path = '/rooms'
        self.is_ended = False
        self.turns = itertools.count(1)
        self.appliers: dict[int, Apply] = {}
        super().__init__('127.0.0.1', live_server.port, token, self._take_push)

    async def look(self) -> Held:
        """What the window holds now."""
        return await self.screen.look() if self.screen else Held()

    def record(self, method: str, *values: Any) -> None:
        """Something happened to the window."""
        if self.screen:
            self.screen.record(method, *values)

    async def come(self) -> None:
        """Load the page, connect, say hello; a window that was here before asks for what it missed."""
        self.greeted.clear()
        self.wire = None
        page = await self.live_server.http.get(self.live_server.url + self.path, headers=self.headers)
        client_id = socket_protocol.client_id_in(page.text)
        self.is_ended = client_id is None
        if client_id is None:
            return
        await self.connect(client_id)
        await self.greet()
        held = await self.look()
        if held.shown is not None and not held.is_ready:
            await self.show(held.shown)
        elif held.shown is not None:
            await self.catch_up()

    async def greet(self) -> None:
        """Ask for the list of rooms, and receive their events from now on."""
        number = next(self.turns)
        self.record('greet', number)
        await self.do('hello', {}, partial(self.record, 'greeted', number))

    async def catch_up(self) -> None:
        """Ask for the changes since the last revision until there are no more."""
        held = await self.look()
        turn, is_behind = held.turn, held.is_ready
        while is_behind:
            data = {'room': held.shown, 'since': held.revision}
            await self._open(turn, data, partial(self.record, 'caughtUp', turn))
            held = await self.look()
            is_behind = held.turn == turn and held.has_gap

    async def show(self, room: int) -> None:
        """Open a room."""
        turn = next(self.turns)
        self.record('show', turn, room)
        await self._open(turn, {'room': room}, partial(self.record, 'opened', turn))

    async def hide(self) -> None:
        """Show no room."""
        self.record('closed', (await self.look()).turn)
        await self.do('close', {})

    async def _open(self, turn: int, data: dict[str, Any], apply: Apply) -> None:
        try:
            await self.do('open', data, apply)
        except Refusal:
            self.record('closed', turn)

    async def read(self, room: int, seq: int) -> None:
        """Mark a room as read up to a message."""
        await self.do('read', {'room': room, 'seq': seq}, partial(self.record, 'event', 'RoomRead'))

    async def do(self, event: str, data: dict[str, Any], apply: Apply = lambda _answer: None) -> Any:
        """Send a request, apply the answer when it arrives, and return it."""
        asking = self.begin(event, data)
        self.appliers[next(reversed(self.answers))] = apply
        gone = asyncio.ensure_future(self.wire.closed.wait() if self.wire else asyncio.sleep(0))
        await asyncio.wait({asking, gone}, timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not asking.done():
            raise Gone
        answer = asking.result()
        if 'error' in answer:
            assert answer['error']['code'] != 'failed', (event, data)
            raise Refusal(answer['error'])
        return answer['ok']

    async def settle(self) -> None:
        """Wait until everything published before has arrived."""
        await asyncio.sleep(GATHERED_S)
        try:
            await self.do('history', {'room': 0, 'before': 0})
        except Refusal:
            if (await self.look()).has_gap:
                await self.catch_up()
        except Gone:
            pass

    def _take_push(self, frame: bytes) -> None:
        name, *data = orjson.loads(frame[2:])
        if name == 'push':
            self.is_ended = self.is_ended or any(event['type'] == 'SessionEnded' for event in data[0])
            self.record('pushed', data[0])

    def _take(self, frame: bytes) -> None:
        if frame.startswith(b'44'):
            self.is_ended = True
            self.greeted.set()
            return
        if frame.startswith(b'43'):
            number, _, rest = frame[2:].partition(b'[')
            apply = self.appliers.pop(int(number), None)
            answer = orjson.loads(b'[' + rest)[0]
            if apply is not None and 'ok' in answer:
                apply(answer['ok'])
        super()._take(frame)
