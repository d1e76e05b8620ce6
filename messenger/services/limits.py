"""How often is too often: token buckets and failed tries, in memory."""

import ipaddress
import math
import time
from collections import OrderedDict
from dataclasses import dataclass

from messenger.errors import LimitReached

REMEMBERED = 50_000
ROUNDING = 1e-6  # a clock of 1,000,000 s keeps nanoseconds: who waited just long enough is not refused for them
IPV6_NETWORK_BITS = 64  # what one household or machine is given: each of its addresses is the same who (RFC 6177)


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: int
    per_second: float


RATES = {
    'message': Rate(20, 5),
    'room': Rate(20, 20 / 600),
    'search': Rate(30, 5),
    'typing': Rate(10, 1),
    'glance': Rate(60, 5),
    'upload': Rate(20, 1 / 3),
    'page': Rate(60, 2),
    'socket': Rate(80, 4),
    'sign_up': Rate(40, 40 / 3600),
    'password': Rate(10, 10 / 600),
}

_buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
_enabled = True


def configure(*, enabled: bool) -> None:
    """Switch all rates on or off (RATE_LIMITS) and forget what was counted."""
    global _enabled
    _enabled = enabled
    _buckets.clear()


def are_on() -> bool:
    """Whether anything is limited."""
    return _enabled


def take(kind: str, who: object) -> None:
    """Count one `kind` of deed by `who`. Raises LimitReached and counts nothing when it is one too many.

    Its `retry_after` is in seconds, rounded up to a tenth: who waits that long is let through.
    """
    if not _enabled:
        return
    rate = RATES[kind]
    at = time.monotonic()
    left, before = _buckets.pop((kind, str(who)), (float(rate.burst), at))
    left = min(rate.burst, left + (at - before) * rate.per_second)
    allowed = left >= 1 - ROUNDING
    _buckets[kind, str(who)] = (left - 1 if allowed else left, at)
    if len(_buckets) > REMEMBERED:
        _buckets.popitem(last=False)
    if not allowed:
        raise LimitReached(retry_after=math.ceil((1 - left) / rate.per_second * 10) / 10)


def network(address: str) -> str:
    """The address as limits count it: an IPv6 address by its /64, IPv4 inside IPv6 as IPv4, anything else as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), IPV6_NETWORK_BITS), strict=False))
