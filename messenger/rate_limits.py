"""How often is too often: token buckets in memory, one table for everything that somebody can do."""

import ipaddress
import math
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from messenger.errors import LimitReached

REMEMBERED = 50_000
ROUNDING = 1e-6  # a clock of 1,000,000 s keeps nanoseconds: who waited just long enough is not refused for them
IPV6_NETWORK_BITS = 64  # what one household or machine is given: each of its addresses is the same who (RFC 6177)


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_second`, of `what`."""

    burst: int
    per_second: float
    what: str


MINUTE, HOUR = 60, 3600

# Every action and its limit, for each person, or for each address where nobody is logged in yet. A write, a socket
# event or a route without a limit from this table fails tests/pages/test_every_limit.py.
RATES = {
    # what is written into rooms
    'message': Rate(20, 5, 'messages'),
    'call': Rate(10, 6 / MINUTE, 'messages and edits that call everyone in the room'),
    'edit': Rate(20, 2, 'edits of messages'),
    'delete': Rate(30, 2, 'deletions of messages'),
    'undelete': Rate(30, 2, 'undone deletions'),  # as many as are deleted: it must be done within seconds
    'reindex': Rate(60, 2, 'thousands of characters deleted, or brought back, in long messages'),
    'react': Rate(20, 5, 'reactions'),
    'pin': Rate(10, 1, 'pins'),
    'upload': Rate(20, 1 / 3, 'files'),
    'upload_part': Rate(120, 10, 'pieces of files'),
    'upload_discard': Rate(60, 2, 'discarded uploads'),
    # what a person keeps for themselves
    'draft': Rate(30, 4, 'draft saves'),
    'read': Rate(100, 10, 'read markers'),
    'unread': Rate(20, 2, 'rooms marked as unread'),
    'read_all': Rate(5, 0.2, 'everything marked as read'),
    'settings': Rate(30, 1, 'changes of settings'),
    'profile': Rate(10, 2 / MINUTE, 'changes of nick and about'),
    'avatar': Rate(10, 2 / MINUTE, 'changes of the picture'),
    # rooms and who is in them
    'room': Rate(20, 20 / 600, 'new rooms'),
    'conversation': Rate(30, 1 / MINUTE, 'new direct conversations'),
    'direct': Rate(60, 2, 'direct conversations opened'),
    'room_edit': Rate(20, 0.2, 'edits of rooms'),
    'room_delete': Rate(10, 2 / MINUTE, 'rooms deleted'),
    'join': Rate(30, 6 / MINUTE, 'rooms joined or left'),
    'members': Rate(30, 0.2, 'changes of members and roles'),
    'seat': Rate(1_000, 2, 'people added to rooms'),
    # accounts
    'sign_up': Rate(40, 40 / HOUR, 'sign-ups'),
    'log_in': Rate(30, 30 / 600, 'log-ins'),
    'reset': Rate(20, 20 / 600, 'uses of reset links'),
    'password': Rate(10, 10 / 600, 'changes of the password'),
    'block': Rate(20, 20 / 60, 'people blocked or unblocked'),
    'session': Rate(20, 0.2, 'devices signed out'),
    'admin': Rate(60, 2, 'actions of admins'),
    # what windows ask: each event that only reads or tells, and all events together
    'event': Rate(400, 60, 'all socket requests together'),
    'hello': Rate(40, 1, 'room lists asked for'),
    'open': Rate(100, 10, 'rooms shown'),
    'close': Rate(100, 10, 'rooms closed'),
    'history': Rate(100, 20, 'pages of older or newer messages'),
    'date': Rate(30, 2, 'jumps to a day'),
    'places': Rate(60, 5, 'switcher queries'),
    'mentionable': Rate(60, 5, 'people offered for a mention'),
    'typing': Rate(10, 1, 'typing notices'),
    'idle': Rate(60, 1, 'idle notices'),
    'glance': Rate(60, 5, 'notification previews'),
    'search': Rate(30, 5, 'searches'),
    # requests, by what they are; `visit` is of an address where nobody is logged in
    'connect': Rate(80, 4, 'socket connections'),
    'page': Rate(60, 2, 'pages'),
    'fetch': Rate(1_000, 100, 'other requests that read'),
    'submit': Rate(200, 20, 'other requests that change something'),
    'visit': Rate(300, 30, 'requests of visitors'),
    # of an address, whoever asks there: a school shares one, and the first page loads about 46 files
    'static': Rate(2_000, 200, 'files of the program itself, from one address'),
    'handshake': Rate(600, 30, 'socket connections from one address'),
}

REFUSALS_SLOT_S = 300
REFUSALS_SLOTS = 12  # together an hour

_buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
_refused: deque[tuple[float, Counter[int]]] = deque(maxlen=REFUSALS_SLOTS + 1)
_enabled = True


def configure(*, enabled: bool) -> None:
    """Switch all rates on or off (RATE_LIMITS) and forget what was counted."""
    global _enabled
    _enabled = enabled
    _buckets.clear()
    _refused.clear()


def are_on() -> bool:
    """Whether anything is limited."""
    return _enabled


def take(kind: str, who: object, cost: int = 1) -> None:
    """Count one `kind` of deed by `who`. Raises LimitReached and counts nothing when it is one too many.

    A deed may cost several at once; one that costs more than `burst` passes when nothing else was done before it.
    `retry_after` is in seconds, rounded up to a tenth: who waits that long is let through. From the event loop only,
    and before anything is read that the person may not see, or the refusal would tell of it.
    """
    rate = RATES[kind]
    if not _enabled:
        return
    cost = min(cost, rate.burst)
    at = time.monotonic()
    left, before = _buckets.pop((kind, str(who)), (float(rate.burst), at))
    left = min(rate.burst, left + (at - before) * rate.per_second)
    allowed = left >= cost - ROUNDING
    _buckets[kind, str(who)] = (left - cost if allowed else left, at)
    if len(_buckets) > REMEMBERED:
        _buckets.popitem(last=False)
    if not allowed:
        _count_refusal(who, at)
        raise LimitReached(retry_after=math.ceil((cost - left) / rate.per_second * 10) / 10)


def _count_refusal(who: object, at: float) -> None:
    if not isinstance(who, int):  # an address, not a person
        return
    slot = at // REFUSALS_SLOT_S
    if not _refused or _refused[-1][0] != slot:
        _refused.append((slot, Counter()))
    _refused[-1][1][who] += 1


def refusals() -> Counter[int]:
    """How often each person was refused by a limit in the last hour, by id."""
    oldest = time.monotonic() // REFUSALS_SLOT_S - REFUSALS_SLOTS
    recent = [counted.copy() for slot, counted in list(_refused) if slot > oldest]  # another thread counts on
    return sum(recent, Counter())


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
