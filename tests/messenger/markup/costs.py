"""The cost of rendering compared with ordinary text of equal length, so that a slow machine gives the same result."""

import time
from collections.abc import Callable
from functools import cache

from messenger.markup import render

ORDINARY = (
    'Rebuilt the **sign-in** screen: [fewer words](https://example.org/a), `larger` fields, _until_ Thursday.\n'
    '- one\n- two\n\n> quoted *here*\n\n'
)
LENGTH_CHARS = 8_000
TIMES_DEARER = 4
TRIES = 5


def is_bounded(work: Callable[[], object]) -> bool:
    """Whether `work` (the best of a few tries) costs at most TIMES_DEARER times what the ordinary text costs."""
    if _seconds(work) < TIMES_DEARER * _once_s():
        return True
    limit_s = 0.0
    for _ in range(TRIES):
        limit_s = max(limit_s, TIMES_DEARER * _ordinary_s())
        if _seconds(work) < limit_s:
            return True
    return False


def _ordinary_s() -> float:
    text = (ORDINARY * LENGTH_CHARS)[:LENGTH_CHARS]
    return _seconds(lambda: render(text))


@cache
def _once_s() -> float:
    """The cost measured a moment ago: enough for a first comparison."""
    return _ordinary_s()


def _seconds(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started
