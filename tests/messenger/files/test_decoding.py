"""The queue of pictures: nobody waits for another person's, and cancelled work leaves it."""

import asyncio
import threading
from collections.abc import Awaitable
from functools import partial

import pytest

from messenger.errors import LimitReached, StorageUnavailable
from messenger.files import decoding
from messenger.files.decoding import SLOTS, FairQueue
from tests.conditions import until

ANNA, BOB, EVE, DAN = range(1, 5)
WAIT_S = 20


class Bench:
    """Work that records when it starts and ends when it is allowed to."""

    def __init__(self) -> None:
        self.queue = FairQueue()
        self.started: list[str] = []
        self.stopped: list[str] = []
        self.ends: dict[str, threading.Event] = {}
        self.tasks: dict[str, asyncio.Task[str]] = {}

    async def add(self, user_id: int, *names: str) -> None:
        for name in names:
            self.ends[name] = threading.Event()
            work = self.queue.run(user_id, partial(self._work, name))
            self.tasks[name] = asyncio.ensure_future(work)
        await calm()

    def _work(self, name: str, stop: threading.Event) -> str:
        self.started.append(name)
        while not self.ends[name].wait(0.005):
            if stop.is_set():
                self.stopped.append(name)
                raise StorageUnavailable
        return name

    async def end(self, name: str) -> None:
        self.ends[name].set()
        assert await asyncio.wait_for(self.tasks[name], WAIT_S) == name


async def calm() -> None:
    """Wait until everything ready has started: that takes a few rounds of the event loop."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_one_person_takes_one_slot_and_others_get_theirs() -> None:
    bench = Bench()
    await bench.add(ANNA, 'a1', 'a2', 'a3')
    await until(lambda: bench.started == ['a1'])
    await bench.add(BOB, 'b1', 'b2')
    await until(lambda: bench.started == ['a1', 'b1'])
    await bench.add(EVE, 'e1')
    await bench.end('a1')
    await until(lambda: len(bench.started) == 3)
    assert bench.started == ['a1', 'b1', 'e1']
    for name in ('b1', 'e1', 'a2', 'b2', 'a3'):
        await bench.end(name)
    assert sorted(bench.started[3:]) == ['a2', 'a3', 'b2']
    assert (bench.queue.turns, bench.queue.jobs) == ({}, {})


async def test_someone_who_used_much_time_comes_after_someone_who_used_none(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    await bench.add(ANNA, 'a1')
    await bench.add(BOB, 'b1')
    await until(lambda: len(bench.started) == SLOTS)
    await bench.add(ANNA, 'a2')
    bench.queue.spent[ANNA] = (30.0, asyncio.get_running_loop().time())
    await bench.add(EVE, 'e1')
    await bench.add(DAN, 'd1')
    await bench.end('a1')
    await until(lambda: len(bench.started) == 3)
    await bench.end('e1')
    await until(lambda: len(bench.started) == 4)
    assert bench.started[2:] == ['e1', 'd1']
    await bench.end('d1')
    for name in ('b1', 'a2'):
        await bench.end(name)


async def test_cancelled_work_leaves_the_queue_or_stops() -> None:
    bench = Bench()
    await bench.add(ANNA, 'a1', 'a2', 'a3')
    await until(lambda: bench.started == ['a1'])
    bench.tasks['a2'].cancel()
    await calm()
    assert bench.queue.waiting(ANNA) == 1
    bench.tasks['a1'].cancel()
    await until(lambda: bench.started == ['a1', 'a3'])
    assert bench.stopped == ['a1']
    await bench.end('a3')
    assert (bench.queue.turns, bench.queue.jobs) == ({}, {})


async def test_a_turn_that_arrives_during_its_cancellation_is_passed_on() -> None:
    bench = Bench()
    await bench.add(ANNA, 'a1', 'a2')
    await until(lambda: bench.started == ['a1'])
    turn = bench.queue.turns[ANNA][0]
    bench.ends['a1'].set()
    turn.add_done_callback(lambda _done: bench.tasks['a2'].cancel())
    await asyncio.wait([bench.tasks['a2']], timeout=WAIT_S)
    await bench.add(ANNA, 'a3')
    await bench.end('a3')
    assert (bench.queue.turns, bench.queue.jobs) == ({}, {})


async def test_each_persons_queue_is_bounded_and_takes_nothing_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, 'WAITING_PER_PERSON', 2)
    bench = Bench()
    await bench.add(ANNA, 'a1', 'a2', 'a3')
    await until(lambda: bench.started == ['a1'])
    with pytest.raises(LimitReached) as refused:
        await bench.queue.run(ANNA, lambda _stop: None)
    assert refused.value.retry_after > 0
    assert await bench.queue.run(BOB, lambda _stop: 'done') == 'done'
    for name in ('a1', 'a2', 'a3'):
        await bench.end(name)


async def test_closing_the_queue_ends_everything_at_once() -> None:
    bench = Bench()
    await bench.add(ANNA, 'a1', 'a2')
    await bench.add(BOB, 'b1', 'b2')
    await until(lambda: len(bench.started) == SLOTS)
    bench.queue.close()
    outcomes = await asyncio.wait_for(asyncio.gather(*bench.tasks.values(), return_exceptions=True), WAIT_S)
    assert [type(outcome) for outcome in outcomes] == [StorageUnavailable] * 4
    with pytest.raises(StorageUnavailable):
        await bench.queue.run(ANNA, lambda _stop: None)
    bench.queue.open()
    assert await bench.queue.run(ANNA, lambda _stop: 'done') == 'done'


async def test_work_that_fails_releases_its_slot() -> None:
    queue = FairQueue()

    async def failing() -> None:
        await queue.run(ANNA, lambda _stop: 1 / 0)

    tries: list[Awaitable[None]] = [failing() for _ in range(5)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ZeroDivisionError] * 5
    assert await queue.run(ANNA, lambda _stop: 'done') == 'done'
