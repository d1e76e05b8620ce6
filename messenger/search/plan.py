"""The search plan: a query with its names looked up; and the quick search, for plans the index answers cheaply."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from messenger.database.engine import database
from messenger.database.prepared import Prepared, any_of, listed
from messenger.database.readers import OutOfTime, spending
from messenger.models import Message
from messenger.models.message_kinds import SEARCHED
from messenger.search import conditions, dates
from messenger.search.conditions import Condition, Facts, facts
from messenger.search.dates import Span

FEW_ROOMS, MANY_ROOMS = 40, 200
NAMES_LIMIT = 100
ANYWHERE = (60, 400)
QUICK_S = 0.008

_MATCHING = 'SELECT rowid FROM message_index WHERE message_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'
_ROWS = Prepared(
    lambda: Message.select(Message.id, Message.room, Message.author, Message.created_at).where(
        Message.id.in_(any_of('messages')), Message.kind.in_(SEARCHED), Message.deleted_at.is_null()
    )
)


@dataclass(frozen=True)
class Plan:
    """Messages that meet all of `wanted` and none of `unwanted`, with conditions on their rows.

    They are in `rooms`, by one of `authors` (if None, by anyone) and by none of `strangers`, sent in one of `times`
    (if None, at any time), and pinned or not as in `pinned` (unless None).
    """

    rooms: frozenset[int]
    wanted: tuple[Condition, ...] = ()
    unwanted: tuple[Condition, ...] = ()
    authors: frozenset[int] | None = None
    strangers: frozenset[int] = frozenset()
    times: tuple[Span, ...] | None = None
    pinned: bool | None = None

    def with_facts(self) -> 'Plan':
        """The same plan, with the conditions on rows also as index conditions, as far as the index knows them."""
        wanted, unwanted = list(self.wanted), list(self.unwanted)
        if self.authors is not None:
            wanted.append(facts(f'u{one}' for one in sorted(self.authors)))
        if self.times is not None:
            wanted.append(facts(dates.facts(self.times)))
        if self.strangers:
            unwanted.append(facts(f'u{one}' for one in sorted(self.strangers)))
        return replace(self, wanted=tuple(wanted), unwanted=tuple(unwanted))

    def in_their_rooms(self) -> 'Plan':
        """The same plan, with the rooms as an index condition."""
        return replace(self, wanted=(*self.wanted, facts(f'r{one}' for one in sorted(self.rooms))))

    @property
    def is_whole_days(self) -> bool:
        """Whether the index can answer for the times exactly."""
        return self.times is None or all(span.is_whole_days for span in self.times)


def rows_that_fit(plan: Plan, ids: Iterable[int]) -> list[int]:
    """Those of these messages whose rows meet the plan, in the same order."""
    ids = list(ids)
    fitting = {
        message
        for message, room, author, at_ms in _ROWS(messages=listed(ids))
        if room in plan.rooms
        and (plan.authors is None or author in plan.authors)
        and author not in plan.strangers
        and (plan.times is None or any(span.start_ms <= at_ms < span.end_ms for span in plan.times))
    }
    return [one for one in ids if one in fitting]


def matching(match: str, before: int, limit: int) -> list[int]:
    """The newest messages before an id that the index finds for `match`, in FTS5 syntax."""
    return [row[0] for row in database.execute_sql(_MATCHING, (match, before, limit)).fetchall()]


def quickly(plan: Plan, before: int, limit: int) -> list[int] | None:
    """The newest `limit` messages of `plan`, if SQLite finds them in the index at little cost; otherwise None.

    SQLite does not say how much it reads: two common words that never occur together cost all messages with either.
    """
    whole = plan.with_facts()
    if plan.pinned is not None or any(_is_long(condition) for condition in (*whole.wanted, *whole.unwanted)):
        return None
    few = len(plan.rooms) <= FEW_ROOMS
    try:
        with spending(QUICK_S):
            if whole.wanted and not few:
                found = _sifted(plan, whole, before, limit, ANYWHERE)
                if found is not None or len(plan.rooms) > MANY_ROOMS:
                    return found
            elif not few:
                return None
            sizes = (limit,) if plan.is_whole_days else ANYWHERE
            return _sifted(plan, whole.in_their_rooms(), before, limit, sizes)
    except OutOfTime:
        return None


def _sifted(plan: Plan, whole: Plan, before: int, limit: int, sizes: tuple[int, ...]) -> list[int] | None:
    """The matches among the newest messages that the index finds; None if even the last size is not enough."""
    match = conditions.expression(whole.wanted, whole.unwanted)
    for size in sizes:
        some = matching(match, before, max(size, limit))
        found = rows_that_fit(plan, some)
        if len(found) >= limit or len(some) < size:
            return found[:limit]
    return None


def _is_long(condition: Condition) -> bool:
    return isinstance(condition, Facts) and len(condition.names) > NAMES_LIMIT
