"""Fan-out: what a delivered message costs the server, and how long it takes from the moment it was due."""

import asyncio
import re
import time
import uuid
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench import figures, machine, stage
from tests.bench.window import LoadWindow
from tests.live import LiveServer

BODY = re.compile(rb'"body":"T(\d+)')
SENDERS = 20
DRAIN_S = 20
SETTLE_S = 2


class Ear:
    """Hears pushed frames for all windows and notes how late each message is; equal frames are read once."""

    def __init__(self) -> None:
        self.late_ms = array('d')
        self.last = b''
        self.due_ns: list[int] = []

    def __call__(self, frame: bytes) -> None:
        """Take one frame of one window."""
        if frame != self.last:
            self.last, self.due_ns = frame, [int(found) for found in BODY.findall(frame)]
        now = time.monotonic_ns()
        for due in self.due_ns:
            self.late_ms.append((now - due) / 1e6)


@dataclass
class Outcome:
    """What one load did: deliveries due and heard, how late, the server's CPU, the seconds it took."""

    due: int
    heard: int
    late_ms: Sequence[float]
    cpu_s: float
    took_s: float

    @property
    def p99_ms(self) -> float:
        return figures.percentile(self.late_ms, 0.99)

    @property
    def cpu_us(self) -> float:
        """CPU of the server a delivery, in microseconds."""
        return self.cpu_s / max(1, self.heard) * 1e6


Send = Callable[[int, str], None]


async def load(ear: Ear, windows: int, send: Send, pid: int, *, rate: float, seconds: float) -> Outcome:
    """Send `rate` messages a second for `seconds`, each at its time whatever became of the others (open loop)."""
    count = int(rate * seconds)
    used, start = machine.cpu_s(pid), time.monotonic_ns()
    ear.late_ms = array('d')
    for number in range(count):
        due = start + int(number / rate * 1e9)
        wait = (due - time.monotonic_ns()) / 1e9
        if wait > 0:
            await asyncio.sleep(wait)
        send(number, f'T{due} the route goes along the river this time')
    limit = time.monotonic() + DRAIN_S
    while len(ear.late_ms) < count * windows and time.monotonic() < limit:  # noqa: ASYNC110 - a look now and then is cheap
        await asyncio.sleep(0.05)
    took = (time.monotonic_ns() - start) / 1e9
    return Outcome(count * windows, len(ear.late_ms), ear.late_ms, machine.cpu_s(pid) - used, took)


def sender(shown: list[LoadWindow], room: int = 1) -> Send:
    """Messages go out from SENDERS of the windows in turn."""

    def send(number: int, body: str) -> None:
        window = shown[number % min(SENDERS, len(shown))]
        window.begin('send', {'room': room, 'key': uuid.uuid4().hex, 'body': body})

    return send


async def ours(windows: int, *, rate: float, seconds: float) -> Outcome:
    """The messenger: so many people, each with the real page open, in a place with 50 rooms."""
    with stage.place(people=windows, rooms=50, messages=5_000) as (server, place):
        ear = Ear()
        async with stage.windows(server, place, windows, on_push=ear) as shown:
            await asyncio.sleep(SETTLE_S)
            return await load(ear, windows, sender(shown), pid_of(server), rate=rate, seconds=seconds)


def pid_of(server: LiveServer) -> int:
    """The process of a running server."""
    if server.process is None:
        raise AssertionError('the server does not run')
    return server.process.pid


async def fanout(seconds: float = 10) -> list[dict[str, Any]]:
    """200 and 1,000 windows in one room, 10 messages a second."""
    rows = []
    for windows, bar_us, bar_ms in ((200, 45, 25), (1_000, 30, 150)):
        outcome = await ours(windows, rate=10, seconds=seconds)
        name = f'{windows} windows, 10 messages/s'
        rows += [
            figures.row(
                'fanout',
                f'CPU a delivery, {name}',
                outcome.cpu_us,
                'µs',
                hold=f'≤ {bar_us}',
                met=outcome.cpu_us <= bar_us,
            ),
            figures.row(
                'fanout',
                f'send to receipt p99, {name}',
                outcome.p99_ms,
                'ms',
                hold=f'≤ {bar_ms}',
                met=outcome.p99_ms <= bar_ms,
            ),
            figures.row(
                'fanout',
                f'missing, {name}',
                outcome.due - outcome.heard,
                'deliveries',
                hold='0',
                met=outcome.due == outcome.heard,
            ),
        ]
    return rows


async def saturation(seconds: float = 6) -> list[dict[str, Any]]:
    """The most deliveries a second to 200 windows with p99 of at most 200 ms, every message committed."""
    best, tried = 0.0, []
    with stage.place(people=200, rooms=50, messages=5_000) as (server, place):
        ear = Ear()
        async with stage.windows(server, place, 200, on_push=ear) as shown:
            for rate in (100, 200, 300, 400, 500, 600, 700, 800, 1_000):
                await asyncio.sleep(SETTLE_S)
                outcome = await load(ear, 200, sender(shown), pid_of(server), rate=rate, seconds=seconds)
                reached = outcome.heard / outcome.took_s
                tried.append(f'{rate}/s: {reached:.0f} deliveries/s, p99 {outcome.p99_ms:.0f} ms')
                if outcome.p99_ms > 200 or outcome.heard < outcome.due:
                    break
                best = max(best, reached)
    found = figures.row(
        'saturation', 'deliveries/s, 200 windows, p99 ≤ 200 ms', best, '1/s', hold='≥ 100,000', met=best >= 100_000
    )
    return [found | {'tried': tried}]
