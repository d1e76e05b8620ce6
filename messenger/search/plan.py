"""Plans: the ways to find the newest messages that meet criteria, from the cheapest to the one that always answers."""

from dataclasses import dataclass
from typing import Protocol

from messenger.database.readers import OutOfTime, spending
from messenger.search import conditions
from messenger.search.criteria import Criteria, is_long
from messenger.search.matching import matching
from messenger.search.walk import Walk

MANY_ROOMS = 200
AS_MANY_AS_SHOWN, MORE_AND_MORE = (0,), (60, 400)
QUICK_S = 0.008


@dataclass(frozen=True)
class Matches:
    """Matching messages, newest first; `reached` is the id at which the search stopped, if it stopped early.

    `is_quick` says whether the index answered at once.
    """

    ids: list[int]
    reached: int | None = None
    is_quick: bool = True


class Plan(Protocol):
    """One way to search."""

    def find(self, before: int, limit: int) -> Matches | None:
        """Up to `limit` matches before an id, newest first; None if this way does not answer. Raises OutOfTime."""


@dataclass(frozen=True)
class Sift:
    """Ask the index for everything at once, for each of `sizes` messages in turn, and drop what does not fit.

    SQLite does not say how much it reads: two common words that never occur together cost all messages with either.
    """

    criteria: Criteria
    match: str
    sizes: tuple[int, ...]

    def find(self, before: int, limit: int) -> Matches | None:
        """The matches among the newest messages that the index finds; None if even the last size is not enough."""
        for size in self.sizes:
            size_asked = max(size, limit)
            indexed_ids = matching(self.match, before, size_asked)
            matching_ids = self.criteria.filter_by_rows(indexed_ids)
            if len(matching_ids) >= limit or len(indexed_ids) < size_asked:
                return Matches(matching_ids[:limit])
        return None


@dataclass(frozen=True)
class StepByStep:
    """Read lists of the index piece by piece, up to a limit."""

    criteria: Criteria

    def find(self, before: int, limit: int) -> Matches:
        """The matches among the messages that the limit allows to search."""
        walk = Walk(self.criteria, before)
        walk.run(limit)
        reached = walk.reached if len(walk.matches) < limit and walk.reached else None
        return Matches(walk.matches[:limit], reached, is_quick=False)


def quick_plans(criteria: Criteria) -> list[Plan]:
    """The plans worth trying for a moment, cheapest first: anywhere, or only in the rooms of the criteria."""
    indexed = criteria.in_index()
    if criteria.pinned is not None or any(map(is_long, (*indexed.required, *indexed.excluded))):
        return []
    plans: list[Plan] = []
    if indexed.required and not criteria.has_few_rooms:
        plans.append(Sift(criteria, _match(indexed), MORE_AND_MORE))
    if criteria.has_few_rooms or (indexed.required and len(criteria.rooms) <= MANY_ROOMS):
        sizes = AS_MANY_AS_SHOWN if criteria.is_whole_days else MORE_AND_MORE
        plans.append(Sift(criteria, _match(indexed.in_their_rooms()), sizes))
    return plans


def match_quickly(criteria: Criteria, before: int, limit: int) -> Matches | None:
    """Up to `limit` matches before an id, newest first; None if no quick plan answers."""
    try:
        with spending(QUICK_S):
            for plan in quick_plans(criteria):
                if matches := plan.find(before, limit):
                    return matches
    except OutOfTime:
        pass
    return None


def match_newest(criteria: Criteria, before: int, limit: int) -> Matches:
    """Up to `limit` matches before an id, newest first, by the first plan that answers."""
    return match_quickly(criteria, before, limit) or StepByStep(criteria).find(before, limit)


def _match(criteria: Criteria) -> str:
    return conditions.expression(criteria.required, criteria.excluded)
