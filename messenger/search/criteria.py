"""Criteria: a query with its names and dates resolved, as conditions on the index and on the rows of messages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from messenger.database.prepared import Prepared, any_of, listed
from messenger.models import Message
from messenger.models.message_kinds import SEARCHED
from messenger.search import dates
from messenger.search.conditions import Condition, Facts, Words, facts
from messenger.search.dates import Span
from messenger.search.filters import Pinned
from messenger.search.names import Chosen
from messenger.search.query import Query

FEW_ROOMS = 40
NAMES_LIMIT = 100

_ROWS = Prepared(
    lambda: Message.select(Message.id, Message.room, Message.author, Message.created_at).where(
        Message.id.in_(any_of('messages')), Message.kind.in_(SEARCHED), Message.deleted_at.is_null()
    )
)


@dataclass(frozen=True)
class Criteria:
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

    @property
    def has_few_rooms(self) -> bool:
        """Whether it is cheaper to ask the index for these rooms than to drop messages of others."""
        return len(self.rooms) <= FEW_ROOMS

    @property
    def is_whole_days(self) -> bool:
        """Whether the index can answer for the times exactly."""
        return self.times is None or all(span.is_whole_days for span in self.times)

    def in_index(self) -> 'Criteria':
        """The same, with the conditions on rows also as index conditions, as far as the index knows them."""
        wanted, unwanted = list(self.wanted), list(self.unwanted)
        if self.authors is not None:
            wanted.append(facts(f'u{author}' for author in sorted(self.authors)))
        if self.times is not None:
            wanted.append(facts(dates.facts(self.times)))
        if self.strangers:
            unwanted.append(facts(f'u{stranger}' for stranger in sorted(self.strangers)))
        return replace(self, wanted=tuple(wanted), unwanted=tuple(unwanted))

    def in_their_rooms(self) -> 'Criteria':
        """The same, with the rooms as an index condition."""
        return replace(self, wanted=(*self.wanted, facts(f'r{room}' for room in sorted(self.rooms))))

    def of_rows(self, ids: Iterable[int]) -> list[int]:
        """Those of these messages whose rows meet the criteria, in the same order."""
        ids = list(ids)
        fitting = {message for message, *row in _ROWS(messages=listed(ids)) if self._fits(*row)}
        return [message for message in ids if message in fitting]

    def _fits(self, room: int, author: int, at_ms: int) -> bool:
        return (
            room in self.rooms
            and (self.authors is None or author in self.authors)
            and author not in self.strangers
            and (self.times is None or any(span.start_ms <= at_ms < span.end_ms for span in self.times))
        )


def is_long(condition: Condition) -> bool:
    """Whether a condition names too many facts for the index."""
    return isinstance(condition, Facts) and len(condition.names) > NAMES_LIMIT


def resolve(query: Query, chosen: Chosen) -> Criteria | None:
    """What a query asks for, given what its names mean; None if nothing can match."""
    wanted, unwanted = _conditions(query, is_wanted=True), _conditions(query, is_wanted=False)
    pins = {term.is_wanted for term in query.terms if isinstance(term.meaning, Pinned)}
    authors = None if chosen.authors is None else chosen.authors - chosen.strangers
    times = _times(query)
    is_impossible = not chosen.rooms or authors == frozenset() or times == () or set(wanted) & set(unwanted)
    if is_impossible or len(pins) > 1:
        return None
    return Criteria(chosen.rooms, wanted, unwanted, authors, chosen.strangers, times, next(iter(pins), None))


def _conditions(query: Query, *, is_wanted: bool) -> tuple[Condition, ...]:
    some = (term.meaning for term in query.terms if term.is_wanted is is_wanted)
    return tuple(dict.fromkeys(meaning for meaning in some if isinstance(meaning, Words | Facts)))


def _times(query: Query) -> tuple[Span, ...] | None:
    spans = [(term.meaning, term.is_wanted) for term in query.terms if isinstance(term.meaning, Span)]
    if not spans:
        return None
    wanted, unwanted = ([span for span, wanted in spans if wanted is is_wanted] for is_wanted in (True, False))
    return tuple(dates.allowed(wanted, unwanted))
