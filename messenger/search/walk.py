"""Search step by step, newest first: every search reads at most ROWS_LIMIT rows and returns its matches so far.

Each condition on one word, one fact or one table is an ordered list of ids. The lists are read in pieces, skipping ids
that other lists lack. So the walk always knows how much it has read, and how far back it has searched everything.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.database.readers import OutOfTime, spending
from messenger.files import attachments
from messenger.models import Message, Pin
from messenger.search import conditions
from messenger.search.conditions import Condition, Phrase
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


class _OverBudget(Exception):
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
            raise _OverBudget

    def grant(self, rows: int) -> int:
        """How many of `rows` may still be read, at least one."""
        return max(1, min(rows, self.rows))


@dataclass
class _List:
    """Ids in descending order, read piece by piece; `read(before, size)` costs `cost` in addition to its rows."""

    read: Callable[[int, int], list[int]]
    budget: Budget
    cost: int = LIST_COST_ROWS
    ids: list[int] = field(default_factory=list)
    position: int = 0
    size: int = PIECE_MIN
    is_last: bool = False

    def below(self, before: int) -> int | None:
        """The largest id below `before`, which never grows from call to call."""
        ids = self.ids
        while self.position < len(ids) and ids[self.position] >= before:
            self.position += 1
        if self.position == len(ids) and not self.is_last:
            self._read_more(before)
        return self.ids[self.position] if self.position < len(self.ids) else None

    def _read_more(self, before: int) -> None:
        if self.ids:
            is_near = self.ids[-1] - before < self.ids[0] - self.ids[-1]
            self.size = min(PIECE_MAX, self.size * 2) if is_near else max(PIECE_MIN, self.size // 2)
        size = self.budget.grant(self.size)
        self.ids, self.position = self.read(before, size), 0
        self.is_last = len(self.ids) < size
        self.budget.pay(self.cost + len(self.ids))


@dataclass
class Walk:
    """The matches, newest first; all messages from id `reached` on were searched: every message, if it is 0."""

    criteria: Criteria
    reached: int
    budget: Budget = field(default_factory=Budget)
    matches: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        criteria, indexed = self.criteria, self.criteria.in_index()
        if criteria.has_few_rooms:
            indexed = indexed.in_their_rooms()
        self._collected = self.reached  # the ids of all lists from here on are candidates, or were dropped
        self._lists = self._lists_of(indexed.required)
        if criteria.pinned:
            self._lists.append(_List(partial(_ids_of, _PINNED), self.budget))
        if not self._lists:
            self._lists.append(_List(partial(_ids_of, _EVERYTHING), self.budget))
        self._inexact_required, self._inexact_excluded = _inexact(criteria.required), _inexact(criteria.excluded)
        self._excluded_lists = self._lists_of(
            condition for condition in criteria.excluded if condition not in self._inexact_excluded
        )

    def _lists_of(self, conditions: Iterable[Condition]) -> list[_List]:
        expressions: dict[str, None] = {}
        for condition in conditions:
            if isinstance(condition, Phrase):
                expressions |= dict.fromkeys(condition.lists())
            elif not is_long(condition):
                expressions[condition.match()] = None
        return [
            _List(partial(matching, expression), self.budget, LIST_COST_ROWS * (1 + expression.count(' OR ')))
            for expression in expressions
        ]

    def run(self, limit: int) -> None:
        """Search until there are `limit` matches, everything was searched, or the budget is used up."""
        size = CHUNK_MIN
        try:
            with spending(2 * WALK_S):
                while len(self.matches) < limit and self.reached:
                    self._search_chunk(size)
                    size = min(CHUNK_MAX, size * 2)
        except (_OverBudget, OutOfTime):
            pass

    def _search_chunk(self, size: int) -> None:
        """Search the next messages: at most `size` that are in all lists."""
        candidates: list[int] = []
        is_over_budget = False
        try:
            self._collect(candidates, size)
        except _OverBudget:
            is_over_budget = True  # raised again after the candidates so far have been searched
        ids = self.criteria.filter_by_rows(self._filter_by_pins(candidates))
        for start in range(0, len(ids), TEXTS_AT_ONCE):
            self._add_matches(ids[start : start + TEXTS_AT_ONCE])
        self.reached = self._collected
        if is_over_budget:
            raise _OverBudget
        self.budget.pay(len(candidates))

    def _collect(self, candidates: list[int], size: int) -> None:
        """Append the next ids that are in all lists and in no excluded one, up to `size`. Raises _OverBudget."""
        while len(candidates) < size and (message_id := self._next_common()):
            if not any(ids.below(message_id + 1) == message_id for ids in self._excluded_lists):
                candidates.append(message_id)
            self._collected = message_id

    def _next_common(self) -> int:
        """The next id that is in all lists, or 0. Raises _OverBudget.

        Each list in turn skips to the largest id it has below `_collected`, until all of them agree on one.
        """
        agreeing_lists = 0
        for ids in cycle(self._lists):
            message_id = ids.below(self._collected)
            if message_id is None:
                self._collected = 0
                return 0
            agreeing_lists = agreeing_lists + 1 if message_id + 1 == self._collected else 1
            self._collected = message_id + 1
            if agreeing_lists == len(self._lists):
                return message_id
        return 0  # without lists

    def _filter_by_pins(self, ids: list[int]) -> list[int]:
        if self.criteria.pinned is None:
            return ids
        pinned = {message_id for (message_id,) in _PINS_OF(messages=encode_list(ids))}
        return [message_id for message_id in ids if (message_id in pinned) == self.criteria.pinned]

    def _add_matches(self, ids: list[int]) -> None:
        """Add these messages to the matches; where the lists are not exact, only those whose words match."""
        if not self._inexact_required and not self._inexact_excluded:
            self.matches += ids
            return
        bodies, files = dict(_BODIES(messages=encode_list(ids))), attachments.files_of_messages(ids)
        for message_id in ids:
            names = [file.name for file in files.get(message_id, ())]
            tokens = conditions.tokens_of(bodies.get(message_id, ''), names)
            if all(phrase.matches(tokens) for phrase in self._inexact_required) and not any(
                phrase.matches(tokens) for phrase in self._inexact_excluded
            ):
                self.matches.append(message_id)
            self.reached = message_id
            self.budget.pay(1 + len(bodies.get(message_id, '')) // CHARS_A_ROW)


def _inexact(conditions: Iterable[Condition]) -> list[Phrase]:
    """The conditions whose lists also match other messages, so that texts must be read."""
    return [condition for condition in conditions if isinstance(condition, Phrase) and not condition.is_exact]


def _ids_of(table: Prepared, before: int, size: int) -> list[int]:
    return [message_id for (message_id,) in table(before=before, size=size)]
