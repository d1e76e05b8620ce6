"""Criteria: a query with its names and dates resolved, as conditions on the index and on the rows of messages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.models import Message
from messenger.models.message_kinds import SEARCHED
from messenger.search import dates
from messenger.search.conditions import Condition, Facts, Phrase, any_fact
from messenger.search.dates import Span
from messenger.search.filters import Pinned
from messenger.search.names import ResolvedNames
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
    """Messages that meet all of `required` and none of `excluded`, with conditions on their rows.

    They are in `rooms`, by one of `authors` (if None, by anyone) and by none of `excluded_authors`, sent in one of
    `times` (if None, at any time), and pinned or not as in `pinned` (unless None).
    """

    rooms: frozenset[int]
    required: tuple[Condition, ...] = ()
    excluded: tuple[Condition, ...] = ()
    authors: frozenset[int] | None = None
    excluded_authors: frozenset[int] = frozenset()
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
        required, excluded = list(self.required), list(self.excluded)
        if self.authors is not None:
            required.append(any_fact(f'u{author}' for author in sorted(self.authors)))
        if self.times is not None:
            required.append(any_fact(dates.index_names(self.times)))
        if self.excluded_authors:
            excluded.append(any_fact(f'u{author}' for author in sorted(self.excluded_authors)))
        return replace(self, required=tuple(required), excluded=tuple(excluded))

    def in_their_rooms(self) -> 'Criteria':
        """The same, with the rooms as an index condition."""
        return replace(self, required=(*self.required, any_fact(f'r{room}' for room in sorted(self.rooms))))

    def filter_by_rows(self, ids: Iterable[int]) -> list[int]:
        """Those of these messages whose rows meet the criteria, in the same order."""
        ids = list(ids)
        matching_ids = {message_id for message_id, *row in _ROWS(messages=encode_list(ids)) if self._row_matches(*row)}
        return [message_id for message_id in ids if message_id in matching_ids]

    def _row_matches(self, room: int, author: int, sent_ms: int) -> bool:
        return (
            room in self.rooms
            and (self.authors is None or author in self.authors)
            and author not in self.excluded_authors
            and (self.times is None or any(span.start_ms <= sent_ms < span.end_ms for span in self.times))
        )


def is_long(condition: Condition) -> bool:
    """Whether a condition names too many facts for the index."""
    return isinstance(condition, Facts) and len(condition.names) > NAMES_LIMIT


def resolve(query: Query, resolved: ResolvedNames) -> Criteria | None:
    """What a query asks for, given what its names mean; None if nothing can match."""
    required, excluded = _conditions(query, is_required=True), _conditions(query, is_required=False)
    pins = {term.is_required for term in query.terms if isinstance(term.meaning, Pinned)}
    authors = None if resolved.authors is None else resolved.authors - resolved.excluded_authors
    times = _times(query)
    is_impossible = not resolved.rooms or authors == frozenset() or times == () or set(required) & set(excluded)
    if is_impossible or len(pins) > 1:
        return None
    return Criteria(
        resolved.rooms, required, excluded, authors, resolved.excluded_authors, times, next(iter(pins), None)
    )


def _conditions(query: Query, *, is_required: bool) -> tuple[Condition, ...]:
    meanings = (term.meaning for term in query.terms if term.is_required is is_required)
    return tuple(dict.fromkeys(meaning for meaning in meanings if isinstance(meaning, Phrase | Facts)))


def _times(query: Query) -> tuple[Span, ...] | None:
    """The spans of time that the dates of a query allow; None if it has no dates."""
    required, excluded = list[Span](), list[Span]()
    for term in query.terms:
        if isinstance(term.meaning, Span):
            (required if term.is_required else excluded).append(term.meaning)
    return tuple(dates.find_allowed(required, excluded)) if required or excluded else None
