"""Failed log-ins: at most 5 per person and address and 20 per address in 15 minutes.

Counting per person and address means that an attacker at another address cannot lock anyone out.
An IPv6 /64 counts as one address.
"""

import asyncio
import math
import time
from collections import OrderedDict, deque
from contextlib import AbstractAsyncContextManager, nullcontext
from weakref import WeakValueDictionary

from messenger.errors import LimitReached
from messenger.process import Current
from messenger.rate_limits import network

WINDOW_S = 15 * 60
TRIES_PER_PERSON = 5
REMEMBERED = 50_000


class LoginAttempts:
    """The failed log-ins this process remembers; without `is_limited`, none is refused."""

    def __init__(self, *, is_limited: bool, tries_per_address: int) -> None:
        self.is_limited, self.tries_per_address = is_limited, tries_per_address
        self.failures: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
        self.turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, address: str) -> AbstractAsyncContextManager[None]:
        """Run the attempts of one address one after the other, so that a hundred at the same time are all counted."""
        return self.turns.setdefault(network(address), asyncio.Lock()) if self.is_limited else nullcontext()

    def check(self, person: str, address: str) -> None:
        """Raise LimitReached if `address` failed too often, for this `person` (a name's key) or in total."""
        if not self.is_limited:
            return
        address = network(address)
        limits = (((address,), self.tries_per_address), ((address, person), TRIES_PER_PERSON))
        waits = [wait for names, limit in limits if (wait := self._wait(names, limit)) > 0]
        if waits:
            raise LimitReached(retry_after=math.ceil(max(waits)))

    def note_failure(self, person: str, address: str) -> None:
        """Record a failed attempt."""
        address = network(address)
        for names in ((address,), (address, person)):
            times = self.failures.pop(names, deque())
            times.append(time.monotonic())
            self.failures[names] = times
        while len(self.failures) > REMEMBERED:
            self.failures.popitem(last=False)

    def note_success(self, person: str, address: str) -> None:
        """Clear this person's failed attempts from this address."""
        self.failures.pop((network(address), person), None)

    def _wait(self, names: tuple[str, ...], limit: int) -> float:
        times = self.failures.get(names)
        if not times:
            return 0
        start = time.monotonic() - WINDOW_S
        while times and times[0] < start:
            times.popleft()
        return times[-limit] + WINDOW_S - time.monotonic() if len(times) >= limit else 0


attempts: Current[LoginAttempts] = Current()
