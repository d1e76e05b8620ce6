"""What rendering costs beside an ordinary text of the same length, so that a slow machine changes no verdict."""

import time
from collections.abc import Callable

from messenger.markup import render

ORDINARY = (
    'Rebuilt the **sign-in** screen: [fewer words](https://example.org/a), `larger` fields, _until_ Thursday.\n'
    '- one\n- two\n\n> quoted *here*\n\n'
)
LENGTH_CHARS = 8_000
TIMES_DEARER = 4
TRIES = 5


def is_bounded(work: Callable[[], object]) -> bool:
    """Whether `work`, the best of a few tries, costs at most TIMES_DEARER times what the ordinary text does."""
    ordinary = (ORDINARY * LENGTH_CHARS)[:LENGTH_CHARS]
    limit_s = 0.0
    for _ in range(TRIES):
        limit_s = max(limit_s, TIMES_DEARER * _seconds(lambda: render(ordinary)))
        if _seconds(work) < limit_s:
            return True
    return False


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
