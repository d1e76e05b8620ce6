"""What a window holds: the classes of pages/client/ keep it, in a page of Chromium."""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.client.page import ClientPage

Row = dict[str, Any]


@dataclass
class Held:
    """What a window holds at one moment. `turn` counts the rooms it has shown; 0 if it shows none."""

    rooms: dict[int, Row] = field(default_factory=dict)
    turn: int = 0
    shown: int | None = None
    face: Row = field(default_factory=dict)
    messages: dict[int, Row] = field(default_factory=dict)
    revision: int = 0
    has_gap: bool = False
    is_ready: bool = False

    @classmethod
    def of(cls, state: Row) -> 'Held':
        """From the JSON of tests/client/screen.js."""
        rooms = {room['id']: room for room in state.pop('rooms')}
        messages = {row['seq']: row for row in state.pop('messages')}
        return cls(rooms=rooms, messages=messages, **state)


class Screen:
    """One window of person `me`. It records what happens to the window, and applies it when somebody looks."""

    numbers = itertools.count(1)

    def __init__(self, client: ClientPage, me: int) -> None:
        self.client, self.me, self.number = client, me, next(self.numbers)
        self.happened: list[tuple[Any, ...]] = []
        self.held = Held()
        self.looking = asyncio.Lock()

    def record(self, method: str, *values: Any) -> None:
        """Something happened: a method of tests/client/screen.js and its arguments."""
        self.happened.append((method, *values))

    async def look(self) -> Held:
        """What the window holds now."""
        async with self.looking:
            if self.happened:
                happened, self.happened = orjson.dumps(self.happened).decode(), []
                state = await self.client.run('/tests/screen.js', 'update', self.number, self.me, happened)
                self.held = Held.of(orjson.loads(state))
            return self.held
