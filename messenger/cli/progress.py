"""The progress of a long command, on stderr: one changing line on a terminal, a new line now and then elsewhere."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

LINE_EVERY_S = 3.0
REDRAWN_EVERY_S = 0.1
UNITS = ((1e9, 'GB'), (1e6, 'MB'), (1e3, 'kB'))


class Progress:
    """Call it with the amount done and the total, in bytes or rows; it prints nothing more once all is done."""

    def __init__(self, work: str, *, unit: str = 'bytes', clock: Callable[[], float] = time.monotonic) -> None:
        self._work, self._unit, self._clock = work, unit, clock
        self._is_terminal = sys.stderr.isatty()
        self._next_s = clock() + (0 if self._is_terminal else LINE_EVERY_S)
        self._is_open = self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End an unfinished line."""
        if self._is_open:
            sys.stderr.write('\n')
            self._is_open = False

    def __call__(self, done: int, total: int) -> None:
        """Report that `done` of `total` is done."""
        is_over, now_s = done >= total, self._clock()
        if self._is_over or not (is_over or now_s >= self._next_s):
            return
        self._is_over = is_over
        text = f'{self._work}: {100 * done // max(total, 1)} % ({self._amount(done, total)})'
        if self._is_terminal:
            sys.stderr.write(f'\r{text}\x1b[K' + ('\n' if is_over else ''))
            self._is_open = not is_over
        else:
            sys.stderr.write(f'{text}\n')
        sys.stderr.flush()
        self._next_s = now_s + (REDRAWN_EVERY_S if self._is_terminal else LINE_EVERY_S)

    def _amount(self, done: int, total: int) -> str:
        if self._unit != 'bytes':
            return f'{done:,} of {total:,} {self._unit}'
        size, unit = next(((size, unit) for size, unit in UNITS if total >= size), UNITS[-1])
        return f'{done / size:.1f} of {total / size:.1f} {unit}'
