"""Rate limits: token buckets in memory, and one table of limits for every action."""

import ipaddress
import math
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from messenger.errors import LimitReached
from messenger.process import Current

REMEMBERED = 50_000
ROUNDING = 1e-6  # a clock at 1,000,000 s keeps nanoseconds; rounding never refuses a person who waited long enough
IPV6_NETWORK_BITS = 64  # one household or machine gets a /64, so all its addresses count as one (RFC 6177)


@dataclass(frozen=True)
class Rate:
    """Allows `burst` of `what` at once, then `per_second`."""

    burst: int
    per_second: float
    what: str


MINUTE, HOUR = 60, 3600

# Every action and its limit, per person, or per address before log-in. A write, a socket event or a route without a
# limit from this table fails tests/pages/test_every_limit.py.
RATES = {
    # writing in rooms
    'message': Rate(20, 5, 'messages'),
    'call': Rate(10, 6 / MINUTE, 'messages and edits that mention everyone in the room'),
    'edit': Rate(20, 2, 'message edits'),
    'delete': Rate(30, 2, 'message deletions'),
    'undelete': Rate(30, 2, 'deletions undone'),  # the same as 'delete': it must be done within seconds
    'reindex': Rate(60, 2, 'thousands of characters deleted or restored in long messages'),
    # so much that deleting a large file can be undone at once
    'reindex_files': Rate(320, 2, 'thousands of characters in text files whose messages are changed'),
    'react': Rate(20, 5, 'reactions'),
    'pin': Rate(10, 1, 'pins'),
    'upload': Rate(20, 1 / 3, 'files'),
    'upload_state': Rate(100, 5, 'requests about the state of files'),
    'upload_part': Rate(120, 10, 'parts of files'),
    'upload_discard': Rate(60, 2, 'discarded uploads'),
    # a person's own data
    'draft': Rate(30, 4, 'draft saves'),
    'read': Rate(100, 10, 'read markers'),
    'unread': Rate(20, 2, 'rooms marked as unread'),
    'read_all': Rate(5, 0.2, 'uses of “Mark all as read”'),
    'settings': Rate(30, 1, 'changes to settings'),
    'profile': Rate(10, 2 / MINUTE, 'changes to nickname and about text'),
    'avatar': Rate(10, 2 / MINUTE, 'changes to the avatar'),
    # rooms and their members
    'room': Rate(20, 20 / 600, 'new rooms'),
    'conversation': Rate(30, 1 / MINUTE, 'new direct conversations'),
    'direct': Rate(60, 2, 'direct conversations opened'),
    'room_edit': Rate(20, 0.2, 'room edits'),
    'room_delete': Rate(10, 2 / MINUTE, 'rooms deleted'),
    'join': Rate(30, 6 / MINUTE, 'rooms joined or left'),
    'members': Rate(30, 0.2, 'changes to members and roles'),
    'seat': Rate(1_000, 2, 'people added to rooms'),
    # accounts
    'sign_up': Rate(40, 40 / HOUR, 'sign-ups'),
    'log_in': Rate(30, 30 / 600, 'log-ins'),
    'reset': Rate(20, 20 / 600, 'uses of reset links'),
    'password': Rate(10, 10 / 600, 'password changes'),
    'block': Rate(20, 20 / 60, 'people blocked or unblocked'),
    'session': Rate(20, 0.2, 'devices signed out'),
    'admin': Rate(60, 2, 'admin actions'),
    # socket requests: each event that only reads or notifies, and all events together
    'event': Rate(400, 60, 'all socket requests together'),
    'hello': Rate(40, 1, 'room list requests'),
    'open': Rate(100, 10, 'rooms opened'),
    'close': Rate(100, 10, 'rooms closed'),
    'history': Rate(100, 20, 'pages of older or newer messages'),
    'date': Rate(30, 2, 'jumps to a date'),
    'switcher': Rate(60, 5, 'switcher queries'),
    'mentionable': Rate(60, 5, 'mention suggestions'),
    'check_mentions': Rate(60, 5, 'checks of mentions'),
    'typing': Rate(10, 1, 'typing notices'),
    'idle': Rate(60, 1, 'idle notices'),
    'preview': Rate(60, 5, 'notification previews'),
    'search': Rate(30, 5, 'searches'),
    # HTTP requests, by kind; `visit` is per address when nobody is logged in
    'connect': Rate(80, 4, 'socket connections'),
    'page': Rate(60, 2, 'pages'),
    'show_text': Rate(300, 10, 'beginnings of text files'),
    'open_text': Rate(20, 1, 'text files opened in place'),
    'fetch': Rate(1_000, 100, 'other read requests'),
    'submit': Rate(200, 20, 'other write requests'),
    'visit': Rate(300, 30, 'requests from visitors'),
    # per address, whoever asks: a school shares one, and the first page loads about 46 files
    'static': Rate(2_000, 200, 'static files, per address'),
    'handshake': Rate(600, 30, 'socket connections, per address'),
}

REFUSALS_SLOT_S = 300
REFUSALS_SLOTS = 12  # one hour in total


@dataclass(frozen=True)
class _Bucket:
    """What was `left` at the moment `counted_at`, and until when somebody was asked to wait."""

    left: float
    counted_at: float
    refused_until: float = 0.0


class RateLimits:
    """Counts the actions of this process and refuses the ones that come too fast; without `is_on`, none."""

    def __init__(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self.buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()
        self._refused: deque[tuple[float, Counter[int]]] = deque(maxlen=REFUSALS_SLOTS + 1)

    def take(self, kind: str, who: object, cost: int) -> None:
        """See `take` below."""
        rate = RATES[kind]
        if not self.is_on:
            return
        cost = min(cost, rate.burst)
        moment = time.monotonic()
        buckets = self.buckets
        before = buckets.pop((kind, str(who)), None)
        left = _left(rate, before, moment)
        wait = _wait(rate, left, cost)
        buckets[kind, str(who)] = _Bucket(left, moment, moment + wait) if wait else _Bucket(left - cost, moment)
        if len(buckets) > REMEMBERED:
            buckets.popitem(last=False)
        if wait:
            if before is not None and moment < before.refused_until - ROUNDING:
                self._count_refusal(who, moment)
            raise LimitReached(retry_after=wait)

    def wait_for(self, kind: str, who: object) -> float:
        """See `wait_for` below."""
        if not self.is_on:
            return 0
        rate = RATES[kind]
        return _wait(rate, _left(rate, self.buckets.get((kind, str(who))), time.monotonic()), 1)

    def _count_refusal(self, who: object, moment: float) -> None:
        if not isinstance(who, int):  # an address, not a person
            return
        slot = moment // REFUSALS_SLOT_S
        if not self._refused or self._refused[-1][0] != slot:
            self._refused.append((slot, Counter()))
        self._refused[-1][1][who] += 1

    def refusals(self) -> Counter[int]:
        """See `refusals` below."""
        oldest = time.monotonic() // REFUSALS_SLOT_S - REFUSALS_SLOTS
        recent = [
            counted.copy() for slot, counted in list(self._refused) if slot > oldest
        ]  # a thread may keep counting
        return sum(recent, Counter())


limits: Current[RateLimits] = Current()


def are_on() -> bool:
    """Whether anything is limited."""
    return limits.value.is_on


def take(kind: str, who: object, cost: int = 1) -> None:
    """Count one action of this `kind` by `who`. If it is one too many, counts nothing and raises LimitReached.

    An action may `cost` several; one that costs more than `burst` passes if nothing was counted before it.
    `retry_after` is in seconds, rounded up to a tenth: after that wait the action is allowed. Call this only from the
    event loop, and before reading anything the person may not see, or the refusal would reveal it.
    """
    limits.value.take(kind, who, cost)


def wait_for(kind: str, who: object) -> float:
    """How many seconds `who` has to wait before one more action of this `kind`, rounded like `retry_after`."""
    return limits.value.wait_for(kind, who)


def refusals() -> Counter[int]:
    """How often each person retried too early in the last hour, by id.

    The first refusal does not count: windows that wait as long as they are told stay at 0.
    """
    return limits.value.refusals()


def _left(rate: Rate, bucket: _Bucket | None, moment: float) -> float:
    if bucket is None:
        return float(rate.burst)
    return min(rate.burst, bucket.left + (moment - bucket.counted_at) * rate.per_second)


def _wait(rate: Rate, left: float, cost: int) -> float:
    return 0 if left >= cost - ROUNDING else math.ceil((cost - left) / rate.per_second * 10) / 10


def network(address: str) -> str:
    """The address as limits count it: IPv6 as its /64, IPv4 inside IPv6 as IPv4, anything else unchanged."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), IPV6_NETWORK_BITS), strict=False))
