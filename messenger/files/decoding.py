"""Decoding: a fair queue, so that one person's slow pictures do not keep others waiting.

There are few slots, and each person takes one at a time. The next goes to the person who recently used the least time.
"""

import asyncio
import contextvars
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from messenger.background import unbroken
from messenger.errors import LimitReached, StorageUnavailable

T = TypeVar('T')

SLOTS = 2
WAITING_PER_PERSON = 40
RETRY_AFTER_S = 5
HALF_LIFE_S = 60
FORGOTTEN_S = 0.01

Work = Callable[[threading.Event], T]


class FairQueue:
    """A few threads for blocking work, shared fairly between people."""

    def __init__(self, slots: int = SLOTS, name: str = 'decoding') -> None:
        self.slots = slots
        self._threads = ThreadPoolExecutor(slots, name)
        self.turns: dict[int, deque[asyncio.Future[None]]] = {}
        self.jobs: dict[int, threading.Event] = {}
        self.spent: dict[int, tuple[float, float]] = {}
        self._is_closed = False

    async def run(self, user_id: int, work: Work[T]) -> T:
        """Run `work(stop)` in a thread when it is this person's turn; it should end soon after `stop` is set.

        A cancelled call leaves the queue, or stops the work and waits for its end. Raises what `work` raises,
        LimitReached if WAITING_PER_PERSON are already waiting, and StorageUnavailable while the server stops.
        """
        await self._turn(user_id)
        started, stop = time.monotonic(), self.jobs[user_id]
        context = contextvars.copy_context()
        job = asyncio.get_running_loop().run_in_executor(self._threads, lambda: context.run(work, stop))
        try:
            return await unbroken(job, stop.set)
        finally:
            self._leave(user_id, time.monotonic() - started)

    def waiting(self, user_id: int) -> int:
        """How many jobs of this person wait for their turn."""
        return len(self.turns.get(user_id, ()))

    def open(self) -> None:
        """Accept work again."""
        self._is_closed = False

    def close(self) -> None:
        """Stop running jobs and refuse waiting ones."""
        self._is_closed = True
        for stop in self.jobs.values():
            stop.set()
        for turn in [turn for turns in self.turns.values() for turn in turns]:
            if not turn.done():
                turn.set_exception(StorageUnavailable())
        self.turns.clear()

    async def _turn(self, user_id: int) -> None:
        if self._is_closed:
            raise StorageUnavailable
        if self.waiting(user_id) >= WAITING_PER_PERSON:
            raise LimitReached(retry_after=RETRY_AFTER_S)
        turn = asyncio.get_running_loop().create_future()
        self.turns.setdefault(user_id, deque()).append(turn)
        self._give_turns()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._withdraw(user_id, turn)
            elif turn.exception() is None:
                self._leave(user_id, 0)
            raise

    def _give_turns(self) -> None:
        while len(self.jobs) < self.slots:
            ready = [user_id for user_id in self.turns if user_id not in self.jobs]
            if not ready:
                return
            user_id = min(ready, key=self._recently_spent)  # among equals, the one waiting longest
            turn = self.turns[user_id][0]
            self._withdraw(user_id, turn)
            self.jobs[user_id] = threading.Event()
            turn.set_result(None)

    def _withdraw(self, user_id: int, turn: asyncio.Future[None]) -> None:
        turns = self.turns.get(user_id, deque())
        if turn in turns:
            turns.remove(turn)
        if not turns:
            self.turns.pop(user_id, None)

    def _leave(self, user_id: int, seconds: float) -> None:
        del self.jobs[user_id]
        if turns := self.turns.pop(user_id, None):
            self.turns[user_id] = turns  # behind the others
        self.spent[user_id] = (self._recently_spent(user_id) + seconds, time.monotonic())
        for spender_id in [spender_id for spender_id in self.spent if self._recently_spent(spender_id) < FORGOTTEN_S]:
            del self.spent[spender_id]
        self._give_turns()

    def _recently_spent(self, user_id: int) -> float:
        seconds, spent_at = self.spent.get(user_id, (0.0, 0.0))
        return float(seconds * 0.5 ** ((time.monotonic() - spent_at) / HALF_LIFE_S))


queue = FairQueue()
