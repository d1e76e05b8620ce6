"""How fast one person's frames are read, whatever they contain; the rest waits in the kernel, slowing the sender."""

import asyncio

from messenger import rate_limits

FRAMES_PER_S, BURST_FRAMES = 200, 600
BYTES_A_FRAME = 4_000  # a longer frame counts as several
LONGEST_S = 5.0  # less than a window may take to answer a ping


class Pace:
    """The reading pace of all windows of one person; `answering` holds the events being answered."""

    def __init__(self) -> None:
        self.left, self.seen_at = float(BURST_FRAMES), 0.0
        self.windows = 0
        self.answering: set[asyncio.Task[None]] = set()

    def take(self, size: int) -> float:
        """Count a frame of `size` bytes; return how many seconds to wait before reading the next."""
        now = asyncio.get_running_loop().time()
        self.left = min(BURST_FRAMES, self.left + (now - self.seen_at) * FRAMES_PER_S)
        self.seen_at = now
        self.left -= 1 + size / BYTES_A_FRAME
        return min(LONGEST_S, -self.left / FRAMES_PER_S) if self.left < 0 and rate_limits.are_on() else 0.0


class Paces:
    """The reading pace of each person with a window, and of those who still have to wait."""

    def __init__(self) -> None:
        self.by_person: dict[int, Pace] = {}

    def arrive(self, user_id: int) -> Pace:
        """Register one more window of a person."""
        pace = self.by_person.setdefault(user_id, Pace())
        pace.windows += 1
        return pace

    def depart(self, user_id: int) -> None:
        """Unregister a window of a person."""
        pace = self.by_person.get(user_id)
        if pace is not None:
            pace.windows -= 1
            if pace.windows <= 0 and pace.left >= 0:
                del self.by_person[user_id]
