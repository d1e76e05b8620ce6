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
from messenger.rate_limits import network

WINDOW_S = 15 * 60
TRIES_PER_PERSON = 5
REMEMBERED = 50_000

_failed: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
_turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
_tries_per_address = 20
_enabled = True


def configure(*, enabled: bool, tries_per_address: int) -> None:
    """Take RATE_LIMITS and ADDRESS_TRIES from the settings and reset all counts."""
    global _enabled, _tries_per_address
    _enabled, _tries_per_address = enabled, tries_per_address
    _failed.clear()


def turn(address: str) -> AbstractAsyncContextManager[None]:
    """Run the attempts of one address one after the other, so that a hundred at the same time are all counted."""
    return _turns.setdefault(network(address), asyncio.Lock()) if _enabled else nullcontext()


def check(person: str, address: str) -> None:
    """Raise LimitReached if `address` has failed too often, for this `person` (a name's key) or in total."""
    if not _enabled:
        return
    address = network(address)
    limits = (((address,), _tries_per_address), ((address, person), TRIES_PER_PERSON))
    waits = [wait for names, limit in limits if (wait := _wait(names, limit)) > 0]
    if waits:
        raise LimitReached(retry_after=math.ceil(max(waits)))


def failed(person: str, address: str) -> None:
    """Record a failed attempt."""
    address = network(address)
    for names in ((address,), (address, person)):
        times = _failed.pop(names, deque())
        times.append(time.monotonic())
        _failed[names] = times
    while len(_failed) > REMEMBERED:
        _failed.popitem(last=False)


def succeeded(person: str, address: str) -> None:
    """Clear this person's failed attempts from this address."""
    _failed.pop((network(address), person), None)


def _wait(names: tuple[str, ...], limit: int) -> float:
    times = _failed.get(names)
    if not times:
        return 0
    start = time.monotonic() - WINDOW_S
    while times and times[0] < start:
        times.popleft()
    return times[-limit] + WINDOW_S - time.monotonic() if len(times) >= limit else 0
