"""Runtime statistics: the lag of the event loop, measured continuously, and samples of the last minutes."""

import asyncio
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from messenger import metrics
from messenger.process import Current

BEAT_S, SAMPLE_S, KEPT_S = 0.1, 2, 600
PAGE_BYTES = 4096
STATM = Path('/proc/self/statm')


@dataclass(frozen=True)
class Sample:
    """One sample: counts are current, rates are per second, times in milliseconds, memory in megabytes."""

    windows: float
    people: float
    messages: float
    deliveries: float
    commit_ms: float
    lag_ms: float
    waiting: float
    memory_mb: float


class RuntimeStats:
    """Measures this process while `beat` and `watch` run."""

    def __init__(self) -> None:
        self.samples: deque[Sample] = deque(maxlen=KEPT_S // SAMPLE_S)
        self._worst_lag_s = 0.0

    async def beat(self) -> None:
        """Forever: measure how late the event loop wakes a sleeping task."""
        loop = asyncio.get_running_loop()
        while True:
            expected = loop.time() + BEAT_S
            await asyncio.sleep(BEAT_S)
            lag_s = max(0.0, loop.time() - expected)
            metrics.LAG.observe(lag_s)
            self._worst_lag_s = max(self._worst_lag_s, lag_s)

    async def watch(self) -> None:
        """Forever: store a sample every SAMPLE_S."""
        before = _totals()
        while True:
            await asyncio.sleep(SAMPLE_S)
            before = self._sample(before)

    def _sample(self, before: tuple[float, ...]) -> tuple[float, ...]:
        after = _totals()
        messages, deliveries, commits, commit_s = (new - old for new, old in zip(after, before, strict=True))
        self.samples.append(
            Sample(
                windows=metrics.value('messenger_windows'),
                people=metrics.value('messenger_people_online'),
                messages=messages / SAMPLE_S,
                deliveries=deliveries / SAMPLE_S,
                commit_ms=commit_s / commits * 1000 if commits else 0.0,
                lag_ms=self._worst_lag_s * 1000,
                waiting=metrics.value('messenger_writes_waiting'),
                memory_mb=memory_mb(),
            )
        )
        self._worst_lag_s = 0.0
        return after


stats: Current[RuntimeStats] = Current()


def _totals() -> tuple[float, ...]:
    names = ('messages_total', 'deliveries_total', 'commit_seconds_count', 'commit_seconds_sum')
    return tuple(metrics.value(f'messenger_{name}') for name in names)


def memory_mb() -> float:
    """Resident memory of this process; 0 if the system does not report it (Linux does, see proc(5))."""
    try:
        return int(STATM.read_text().split()[1]) * PAGE_BYTES / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0
