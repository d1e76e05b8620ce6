"""How much server time one person may use: a little at once, then a small share, with turns given out fairly.

Time means CPU time spent for a person in the event loop and in reader threads (messenger.costs), whatever they asked
for: pages, page events, requests over the socket. Up to UNNOTICED_S it is free. People who have used more, but less
than FREE_S, share a part of each second (BRISK_RATE; down to CROWD_RATE while several of them wait). People who have
used more than FREE_S share a smaller part (OWING_RATE). So several people acting together get less than one alone.
Pages and page events also count towards a share of all people together (EVERYONE_RATE).
Messages do not wait here; they have their own limits (messenger.rate_limits).
"""

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from messenger import costs, rate_limits
from messenger.errors import LimitReached

UNNOTICED_S = 0.06  # a few pages, dialogs or room switches at once
FREE_S = 0.25  # a reload of half a dozen tabs, a hundred rooms
FORGIVEN_RATE = 0.004  # of each second, for each person
OWED_MAX_S, SHARED_OWED_MAX_S = 0.25, 1.0  # the most debt that is remembered
BRISK_RATE, CROWD_RATE, OWING_RATE = 0.25, 0.015, 0.03
SHARED_BURST_S = 0.03
EVERYONE_RATE, EVERYONE_BURST_S = 0.3, 0.15
TURN_S = 0.01  # the estimated cost of a turn until its real cost is known
STORM_RATE, STORM_ALL_RATE, STORM_S = 0.3, 0.9, 20.0  # after the server starts, when everybody's windows reload
RUNNING_MAX, WAITING_MAX = 2, 40  # turns per person
ALL_RUNNING_MAX, ALL_WAITING_MAX = 200, 1_000
LOOK_S, PATIENCE_S = 0.01, 10.0


class Waiting(NamedTuple):
    """A turn that somebody is waiting for."""

    granted: asyncio.Future[None]
    is_page: bool


class Share:
    """CPU seconds that several people share; negative while more has been taken than earned."""

    def __init__(self, rate: float, storm_rate: float, burst_s: float, crowd_rate: float | None = None) -> None:
        self.quiet_rate, self.storm_rate, self.burst_s = rate, storm_rate, burst_s
        self.crowd_rate = rate if crowd_rate is None else crowd_rate
        self.left_s = burst_s
        self.seen_at = self.begun_at = time.monotonic()

    def is_open(self, people_waiting: int) -> bool:
        """Whether there is time left. Call this with the lock."""
        now = time.monotonic()
        left_s = max(self.left_s, -SHARED_OWED_MAX_S)
        self.left_s = min(self.burst_s, left_s + (now - self.seen_at) * self.rate(people_waiting))
        self.seen_at = now
        return self.left_s > 0

    def rate(self, people_waiting: int) -> float:
        """How much of each second this share gets at the moment."""
        if time.monotonic() - self.begun_at < STORM_S:
            return self.storm_rate
        return max(self.crowd_rate, self.quiet_rate / max(1, people_waiting) ** 2)


class Account:
    """The time one person has used, and their turns."""

    def __init__(self, user_id: int, budget: 'Budget') -> None:
        self.user_id = user_id
        self.budget = budget
        self.used_s, self.seen_at = 0.0, time.monotonic()
        self.running = 0
        self.waiting: deque[Waiting] = deque()
        self.served_at = 0.0
        self.notified_at = -math.inf
        self.kept_bytes = 0

    def charge(self, seconds: float) -> None:
        """Add used CPU time. Any thread may call this."""
        with self.budget.lock:
            self.budget.everyone.left_s -= seconds
            if share := self._find_share():
                share.left_s -= seconds
            self.used_s = min(self.used_s + seconds, FREE_S + OWED_MAX_S)

    def find_share(self) -> Share | None:
        """The share that pays for the next turn, or None if the turn is free."""
        with self.budget.lock:
            return self._find_share()

    def _find_share(self) -> Share | None:
        now = time.monotonic()
        self.used_s = max(0.0, self.used_s - (now - self.seen_at) * FORGIVEN_RATE)
        self.seen_at = now
        if self.used_s < UNNOTICED_S or not rate_limits.are_on():
            return None
        return self.budget.brisk if self.used_s < FREE_S else self.budget.owing

    def refusal(self) -> LimitReached:
        """The error for a request too many, with the time until the next try."""
        wait = max(1.0, (self.used_s - FREE_S) / (FORGIVEN_RATE + OWING_RATE))
        return LimitReached(retry_after=math.ceil(wait))

    def is_settled(self) -> bool:
        """Whether this can be forgotten: the person owes nothing, has no turns, and no page events of theirs wait."""
        self.find_share()  # forgives old debt
        return not (self.used_s or self.running or self.waiting or self.kept_bytes)


class Budget:
    """The accounts of all people, the shares, and the waiting turns."""

    def __init__(self) -> None:
        self.lock = threading.Lock()  # reader threads call `charge`, too
        self.everyone = Share(EVERYONE_RATE, STORM_ALL_RATE, EVERYONE_BURST_S)
        self.brisk = Share(BRISK_RATE, STORM_RATE, SHARED_BURST_S, CROWD_RATE)
        self.owing = Share(OWING_RATE, STORM_RATE, SHARED_BURST_S)
        self._accounts: dict[int, Account] = {}
        self._waiting: set[Account] = set()
        self._running = 0
        self._looking: asyncio.TimerHandle | None = None

    def account_of(self, user_id: int) -> Account:
        """The account of a person; accounts that owe nothing and have no turns are forgotten now and then."""
        account = self._accounts.get(user_id)
        if account is None:
            if len(self._accounts) % 100 == 99:
                self._accounts = {
                    other_id: other for other_id, other in self._accounts.items() if not other.is_settled()
                }
            account = self._accounts[user_id] = Account(user_id, self)
        return account

    def waiting(self) -> int:
        """The number of waiting turns of everybody."""
        return sum(len(account.waiting) for account in self._waiting)

    @asynccontextmanager
    async def turn(
        self, account: Account, patience_s: float = PATIENCE_S, *, is_page: bool = True
    ) -> AsyncIterator[None]:
        """Wait for a turn, and charge the work done in it. `is_page`: the work builds a page, or a part of one.

        Raises LimitReached if too many turns wait already, or if this one does not come within `patience_s`.
        """
        if account.waiting or not self._may_begin(account, is_page):
            try:
                async with asyncio.timeout(patience_s):
                    await self._wait(account, is_page)
            except TimeoutError:
                raise account.refusal() from None
        else:
            self._begin(account)
        costs.payer.set(account)
        try:
            yield
        finally:
            costs.payer.set(None)
            self._end(account)

    def _may_begin(self, account: Account, is_page: bool) -> bool:
        if account.running >= RUNNING_MAX or self._running >= ALL_RUNNING_MAX:
            return False
        if is_page and rate_limits.are_on() and not self._is_open(self.everyone):
            return False
        shared = account.find_share()
        return shared is None or (account.running == 0 and self._is_open(shared))

    def _is_open(self, share: Share) -> bool:
        with self.lock:
            return share.is_open(len(self._waiting))

    def _begin(self, account: Account) -> None:
        self._running += 1
        self._take(TURN_S)
        account.running += 1
        account.served_at = time.monotonic()

    def _end(self, account: Account) -> None:
        self._running -= 1
        self._take(-TURN_S)
        account.running -= 1
        if self._waiting:
            self._look()

    def _take(self, seconds: float) -> None:
        """Take `seconds` of everyone's share in advance, or give them back (negative)."""
        with self.lock:
            self.everyone.left_s -= seconds

    async def _wait(self, account: Account, is_page: bool) -> None:
        if len(account.waiting) >= WAITING_MAX or self.waiting() >= ALL_WAITING_MAX:
            raise account.refusal()
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = Waiting(granted, is_page)
        account.waiting.append(waiting)
        self._waiting.add(account)
        self._look_later()
        try:
            await granted
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():
                self._end(account)
            elif waiting in account.waiting:
                account.waiting.remove(waiting)
            raise

    def _look_later(self) -> None:
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(LOOK_S, self._look)

    def _look(self) -> None:
        """Give out waiting turns, first to the person whose last turn is longest ago."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        for account in sorted(self._waiting, key=lambda waiting_account: waiting_account.served_at):
            while account.waiting and self._may_begin(account, account.waiting[0].is_page):
                granted, _ = account.waiting.popleft()
                if not granted.done():
                    self._begin(account)
                    granted.set_result(None)
            if not account.waiting:
                self._waiting.discard(account)
        if self._waiting:
            self._look_later()
