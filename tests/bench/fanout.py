"""Fan-out: what a delivered message costs the server, and how long it takes from the moment it was due."""

import asyncio
import re
import time
import uuid
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench import figures, harness, machine
from tests.bench.window import LoadWindow
from tests.live_server import LiveServer

DUE = re.compile(rb'T(\d{9,})')
SENDERS = 20
DRAIN_S = 20
SETTLE_S = 2
OPENED_S = 10  # time for windows to settle
FEW, LATEST_MS = 200, 200
RATES = (100, 200, 300, 400, 500, 600, 700, 800, 1_000, 1_250, 1_500)


class Ear:
    """Receives pushed frames for all windows and records how late each message is; equal frames are parsed once."""

    def __init__(self) -> None:
        self.late_ms = array('d')
        self.last = b''
        self.due_ns: list[int] = []

    def __call__(self, frame: bytes) -> None:
        """Process one frame of one window."""
        if frame != self.last:
            self.last, self.due_ns = frame, [int(due) for due in dict.fromkeys(DUE.findall(frame))]
        now = time.monotonic_ns()
        for due in self.due_ns:
            self.late_ms.append((now - due) / 1e6)


@dataclass
class Outcome:
    """The result of one load: deliveries due and received, how late, the server's CPU, the seconds it took."""

    due: int
    delivered: int
    late_ms: Sequence[float]
    cpu_s: float
    took_s: float

    @property
    def p99_ms(self) -> float:
        return figures.percentile(self.late_ms, 0.99)

    @property
    def cpu_us(self) -> float:
        """CPU of the server per delivery, in microseconds."""
        return self.cpu_s / max(1, self.delivered) * 1e6


Send = Callable[[int, str], None]


async def load(ear: Ear, windows: int, send: Send, pid: int, *, rate: float, seconds: float) -> Outcome:
    """Send `rate` messages a second for `seconds`, each on schedule whatever happened to the others (open loop)."""
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
    while len(ear.late_ms) < count * windows and time.monotonic() < limit:  # noqa: ASYNC110 - polling now and then is cheap
        await asyncio.sleep(0.05)
    took = (time.monotonic_ns() - start) / 1e9
    return Outcome(count * windows, len(ear.late_ms), ear.late_ms, machine.cpu_s(pid) - used, took)


def sender(shown: list[LoadWindow], room: int = 1) -> Send:
    """Send messages from SENDERS of the windows in turn."""

    def send(number: int, body: str) -> None:
        window = shown[number % min(SENDERS, len(shown))]
        window.begin('send', {'room': room, 'key': uuid.uuid4().hex, 'body': body})

    return send


async def ours(windows: int, *, rate: float, seconds: float) -> Outcome:
    """The messenger: this many people, each with the real page open, in a workspace with 50 rooms."""
    with harness.place(people=windows, rooms=50, messages=5_000) as (server, place):
        ear = Ear()
        async with harness.windows(server, place, windows, on_push=ear) as shown:
            await asyncio.sleep(OPENED_S)
            return await load(ear, windows, sender(shown), pid_of(server), rate=rate, seconds=seconds)


def pid_of(server: LiveServer) -> int:
    """The process id of a running server."""
    if server.process is None:
        raise AssertionError('the server does not run')
    return server.process.pid


async def fanout(seconds: float = 10, sizes: tuple[int, ...] = (200, 1_000)) -> list[dict[str, Any]]:
    """This many windows in one room, 10 messages a second."""
    rows = []
    for windows in sizes:
        bar_us, bar_ms = (45, 25) if windows <= FEW else (30, 150)
        outcome = await ours(windows, rate=10, seconds=seconds)
        name, missing = f'{windows} windows, 10 messages/s', outcome.due - outcome.delivered
        rows += [
            _row(f'CPU a delivery, {name}', outcome.cpu_us, 'µs', f'≤ {bar_us}', is_met=outcome.cpu_us <= bar_us),
            _row(f'send to receipt p99, {name}', outcome.p99_ms, 'ms', f'≤ {bar_ms}', is_met=outcome.p99_ms <= bar_ms),
            _row(f'missing, {name}', missing, 'deliveries', '0', is_met=not missing),
        ]
    return rows


def _row(name: str, figure: float, unit: str, hold: str, *, is_met: bool) -> dict[str, Any]:
    return figures.row('fanout', name, figure, unit, hold=hold, is_met=is_met)


async def saturation(seconds: float = 6, rates: tuple[int, ...] = RATES) -> list[dict[str, Any]]:
    """The most deliveries a second to 200 windows with p99 of at most 200 ms, every message committed."""
    with harness.place(people=FEW, rooms=50, messages=5_000) as (server, place):
        ear = Ear()
        async with harness.windows(server, place, FEW, on_push=ear) as shown:
            best, tried = await climb(ear, sender(shown), pid_of(server), seconds=seconds, rates=rates)
    name = 'deliveries/s, 200 windows, p99 ≤ 200 ms, each on disk'
    row = figures.row('saturation', name, best, '1/s', hold='≥ 100,000', is_met=best >= 100_000)
    return [row | {'tried': tried}]


async def climb(
    ear: Ear, send: Send, pid: int, *, seconds: float, rates: tuple[int, ...] = RATES
) -> tuple[float, list[str]]:
    """Raise the rate until p99 exceeds LATEST_MS; gives the most deliveries a second, and the result of each rate."""
    best, tried = 0.0, []
    for rate in rates:
        await asyncio.sleep(SETTLE_S)
        outcome = await load(ear, FEW, send, pid, rate=rate, seconds=seconds)
        reached = outcome.delivered / outcome.took_s
        tried.append(f'{rate}/s: {reached:.0f} deliveries/s, p99 {outcome.p99_ms:.0f} ms')
        if outcome.p99_ms > LATEST_MS or outcome.delivered < outcome.due:
            break
        best = max(best, reached)
    return best, tried
