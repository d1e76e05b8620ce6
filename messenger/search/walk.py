"""Search step by step, newest first: every search reads at most ROWS_LIMIT rows and returns what it has found.

Each condition on one word, one fact or one table is an ordered list of ids. The lists are read in pieces, skipping ids
that other lists lack. So the walk always knows how much it has read, and how far back it has searched everything.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from messenger.database.prepared import Prepared, any_of, listed, slot
from messenger.database.readers import OutOfTime, spending
from messenger.files import attachments
from messenger.models import Message, Pin
from messenger.search import conditions
from messenger.search.conditions import Condition, Words
from messenger.search.criteria import Criteria, is_long
from messenger.search.matching import matching

ROWS_LIMIT = 20_000
WALK_S = 0.1
LIST_COST_ROWS = 10  # the cost of finding the position in one list
CHARS_A_ROW = 40  # reading this much text costs as much as a row
PIECE_MIN, PIECE_MAX = 32, 2_000
CHUNK_MIN, CHUNK_MAX = 32, 256
TEXTS_AT_ONCE = 8

_EVERYTHING = Prepared(
    lambda: (
        Message.select(Message.id).where(Message.id < slot('before')).order_by(Message.id.desc()).limit(slot('size'))
    )
)
_PINNED = Prepared(
    lambda: Pin.select(Pin.message).where(Pin.message < slot('before')).order_by(Pin.message.desc()).limit(slot('size'))
)
_PINS_OF = Prepared(lambda: Pin.select(Pin.message).where(Pin.message.in_(any_of('messages'))))
_BODIES = Prepared(lambda: Message.select(Message.id, Message.body).where(Message.id.in_(any_of('messages'))))


class _Enough(Exception):
    """The budget of the search is used up."""


@dataclass
class Budget:
    """How many rows one search may still read, and until when its thread may work."""

    rows: int = ROWS_LIMIT
    seconds: float = WALK_S

    def __post_init__(self) -> None:
        self.until = time.thread_time() + self.seconds

    def pay(self, rows: int) -> None:
        """Count rows that were read. Raises _Enough once the budget is used up."""
        self.rows -= rows
        if self.rows <= 0 or time.thread_time() > self.until:
            raise _Enough

    def granted(self, rows: int) -> int:
        """How many of `rows` may still be read, at least one."""
        return max(1, min(rows, self.rows))


@dataclass
class _List:
    """Ids in descending order, read piece by piece; `read(before, size)` costs `cost` in addition to its rows."""

    read: Callable[[int, int], list[int]]
    budget: Budget
    cost: int = LIST_COST_ROWS
    ids: list[int] = field(default_factory=list)
    at: int = 0
    size: int = PIECE_MIN
    is_last: bool = False

    def below(self, before: int) -> int | None:
        """The largest id below `before`, which never grows from call to call."""
        ids = self.ids
        while self.at < len(ids) and ids[self.at] >= before:
            self.at += 1
        if self.at == len(ids) and not self.is_last:
            self._go_on(before)
        return self.ids[self.at] if self.at < len(self.ids) else None

    def _go_on(self, before: int) -> None:
        if self.ids:
            is_near = self.ids[-1] - before < self.ids[0] - self.ids[-1]
            self.size = min(PIECE_MAX, self.size * 2) if is_near else max(PIECE_MIN, self.size // 2)
        size = self.budget.granted(self.size)
        self.ids, self.at = self.read(before, size), 0
        self.is_last = len(self.ids) < size
        self.budget.pay(self.cost + len(self.ids))


@dataclass
class Walk:
    """The matches found, newest first; all messages from id `reached` on were searched: every message, if it is 0."""

    criteria: Criteria
    reached: int
    budget: Budget = field(default_factory=Budget)
    found: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        criteria, whole = self.criteria, self.criteria.in_index()
        if criteria.has_few_rooms:
            whole = whole.in_their_rooms()
        self._gathered = self.reached
        self._lists = self._lists_of(whole.wanted)
        if criteria.pinned:
            self._lists.append(_List(partial(_ids_of, _PINNED), self.budget))
        if not self._lists:
            self._lists.append(_List(partial(_ids_of, _EVERYTHING), self.budget))
        self._wanted, self._unwanted = _inexact(criteria.wanted), _inexact(criteria.unwanted)
        self._excluded = self._lists_of(known for known in criteria.unwanted if known not in self._unwanted)

    def _lists_of(self, conditions: Iterable[Condition]) -> list[_List]:
        matches: dict[str, None] = {}
        for one in conditions:
            if isinstance(one, Words):
                matches |= dict.fromkeys(one.lists())
            elif not is_long(one):
                matches[one.match()] = None
        return [_List(partial(matching, one), self.budget, LIST_COST_ROWS * (1 + one.count(' OR '))) for one in matches]

    def go(self, limit: int) -> None:
        """Search until `limit` are found, everything was searched, or the budget is used up."""
        size = CHUNK_MIN
        try:
            with spending(2 * WALK_S):
                while len(self.found) < limit and self.reached:
                    self._take(size)
                    size = min(CHUNK_MAX, size * 2)
        except (_Enough, OutOfTime):
            pass

    def _take(self, size: int) -> None:
        """Search the next messages, at most `size` that are in all lists."""
        some: list[int] = []
        enough: _Enough | None = None
        try:
            while len(some) < size and (message := self._next_common()):
                if not any(one.below(message + 1) == message for one in self._excluded):
                    some.append(message)
                self._gathered = message
        except _Enough as error:
            enough = error
        fitting = self.criteria.of_rows(self._pinned_as_asked(some))
        for at in range(0, len(fitting), TEXTS_AT_ONCE):
            self._read_texts(fitting[at : at + TEXTS_AT_ONCE])
        self.reached = self._gathered
        if enough:
            raise enough
        self.budget.pay(len(some))

    def _next_common(self) -> int:
        """The next id that is in all lists, 0 if there is none; everything after it has then been gathered."""
        agreed = turn = 0
        while agreed < len(self._lists):
            message = self._lists[turn % len(self._lists)].below(self._gathered)
            if message is None:
                self._gathered = 0
                return 0
            agreed = agreed + 1 if agreed and message + 1 == self._gathered else 1
            self._gathered = message + 1
            turn += 1
        return self._gathered - 1

    def _pinned_as_asked(self, some: list[int]) -> list[int]:
        if self.criteria.pinned is None:
            return some
        pinned = {message for (message,) in _PINS_OF(messages=listed(some))}
        return [one for one in some if (one in pinned) == self.criteria.pinned]

    def _read_texts(self, some: list[int]) -> None:
        """Find those of some messages whose words match, where the lists are not exact."""
        if not self._wanted and not self._unwanted:
            self.found += some
            return
        bodies, files = dict(_BODIES(messages=listed(some))), attachments.files_of_messages(some)
        for message in some:
            names = [file.name for file in files.get(message, ())]
            tokens = conditions.tokens_of(bodies.get(message, ''), names)
            if all(one.holds(tokens) for one in self._wanted) and not any(one.holds(tokens) for one in self._unwanted):
                self.found.append(message)
            self.reached = message
            self.budget.pay(1 + len(bodies.get(message, '')) // CHARS_A_ROW)


def _inexact(conditions: Iterable[Condition]) -> list[Words]:
    """The conditions whose lists also match other messages, so that texts must be read."""
    return [words for words in conditions if isinstance(words, Words) and not words.is_exact]


def _ids_of(table: Prepared, before: int, size: int) -> list[int]:
    return [message for (message,) in table(before=before, size=size)]
