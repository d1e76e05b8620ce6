"""Searches everything a person may read, newest or best first."""

import time
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from messenger import markup, rate_limits
from messenger.database import engine
from messenger.database.prepared import Prepared, any_of, listed, row_of, slot
from messenger.files import attachments
from messenger.models import Message, Room, User
from messenger.models.message import moment
from messenger.models.user import user_summary
from messenger.payloads import RoomSummary, UserSummary
from messenger.rooms import summaries
from messenger.search import dates, names
from messenger.search import plan as search_plan
from messenger.search import query as search_query
from messenger.search.excerpts import EXCERPT_CHARS, Pieces, excerpt, score
from messenger.search.plan import Plan
from messenger.search.query import QUERY_LIMIT_CHARS, Query
from messenger.search.walk import Walk

__all__ = ['BEST', 'NEWEST', 'PAGE', 'QUERY_LIMIT_CHARS', 'Hit', 'Results', 'find']

PAGE = 20
CANDIDATES = 400
NEWEST, BEST = 'newest', 'best'
RANKING_S, MARKING_S = 0.05, 0.05
_NO_ID = 2**63 - 1

_FOUND = Prepared(
    lambda: (
        Message.select(
            *(Message.id, Message.room, Message.seq, Message.created_at, Message.html),
            *(User.id, User.nick, User.avatar),
        )
        .join(User, on=(Message.author == User.id))
        .where(Message.id.in_(any_of('messages')), Message.deleted_at.is_null())
    )
)
_SHOWN = Prepared(lambda: Room.select().where(Room.id.in_(any_of('rooms'))))
_SAID_AT = Prepared(
    lambda: Message.select(Message.created_at).where(Message.id >= slot('first')).order_by(Message.id).limit(1)
)


@dataclass(frozen=True)
class Hit:
    """A found message; `excerpt`, and each file name in `files`, is (text, is marked) in order."""

    id: int
    room: int
    seq: int
    at: str
    author: UserSummary
    excerpt: Pieces
    files: list[Pieces] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """A page of hits, the summaries of their rooms by id, and where the next page begins (None at the end).

    `since` is set if the search stopped early: it has searched all messages from that moment on. `unknown` are filters
    (key, value) that match no person, no room or no date, `skipped` are names that were not looked up; `is_asked` is
    False if there is nothing to search for, or not yet.
    """

    hits: list[Hit] = field(default_factory=list)
    rooms: dict[int, RoomSummary] = field(default_factory=dict)
    following: int | None = None
    unknown: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    is_asked: bool = True
    since: str | None = None


async def find(
    user_id: int, text: str, *, order: str = NEWEST, start: int | None = None, zone: tzinfo = UTC
) -> Results:
    """A page of results for `text`; `start` is `following` of the previous page, days are in time zone `zone`.

    The order BEST ranks the newest CANDIDATES. A page takes about the same time for any number of messages; see
    `Results.since`. Raises LimitReached, TookTooLong.
    """
    rate_limits.take('search', user_id)
    return await engine.search(_find, user_id, text, order, start, zone)


def _find(user_id: int, text: str, order: str, start: int | None, zone: tzinfo) -> Results:
    query = search_query.parse(text, zone)
    if query.is_empty:
        return Results(unknown=query.unknown, is_asked=bool(query.unknown))
    plan = _plan(query, user_id)
    if plan is None:
        return Results(unknown=query.unknown, skipped=query.skipped)
    if order == BEST:
        found, reached = _newest(plan, _NO_ID, CANDIDATES)
        ranked, at = _ranked(query, found), start or 0
        page, following = ranked[at : at + PAGE], at + PAGE if len(ranked) > at + PAGE else None
    else:
        found, reached = _newest(plan, start or _NO_ID, PAGE + 1)
        page, following = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else reached
    hits = _hits(query, page)
    shown = [row_of(Room, stored) for stored in _SHOWN(rooms=listed({hit.room for hit in hits}))]
    since = next((moment(at_ms) for (at_ms,) in _SAID_AT(first=reached)), None) if reached else None
    return Results(
        hits, summaries.summaries_of_rooms(shown) if shown else {}, following, query.unknown, query.skipped, since=since
    )


def _plan(query: Query, user_id: int) -> Plan | None:
    """Look up the names in a query and say what to search for; None if nothing can match."""
    looked_up = names.Lookup(query, user_id)
    rooms, authors, strangers = looked_up.rooms(), *looked_up.senders()
    times = tuple(dates.allowed(query.spans)) if query.spans else None
    some = None if authors is None else frozenset(authors - strangers)
    if not rooms or some == frozenset() or times == ():
        return None
    wanted, unwanted = tuple(dict.fromkeys(query.wanted)), tuple(dict.fromkeys(query.unwanted))
    if set(wanted) & set(unwanted):
        return None
    return Plan(frozenset(rooms), wanted, unwanted, some, frozenset(strangers), times, query.pinned)


def _newest(plan: Plan, before: int, limit: int) -> tuple[list[int], int | None]:
    """Up to `limit` matches before an id, newest first; and the id it stopped at, if it did not search everything."""
    found = search_plan.quickly(plan, before, limit)
    if found is not None:
        return found, None
    walk = Walk(plan, before)
    walk.go(limit)
    return walk.found[:limit], walk.reached if len(walk.found) < limit and walk.reached else None


def _ranked(query: Query, ids: list[int]) -> list[int]:
    """These messages, best first; those that cannot be ranked within RANKING_S follow, newest first."""
    htmls = {row[0]: row[4] for row in _FOUND(messages=listed(ids))}
    until, scores = time.thread_time() + RANKING_S, dict[int, float]()
    for one in ids:
        if one in htmls and time.thread_time() < until:
            scores[one] = score(query, markup.plain(htmls[one], 2_000)) + one / (ids[0] + 1)
    return sorted((one for one in ids if one in htmls), key=lambda one: scores.get(one, -1), reverse=True)


def _hits(query: Query, ids: list[int]) -> list[Hit]:
    """Messages as they are shown. Authors can write costly texts, so after MARKING_S only beginnings are shown."""
    found, files, until = {}, attachments.files_of_messages(ids), time.thread_time() + MARKING_S
    for message_id, room_id, seq, at_ms, html, *author in _FOUND(messages=listed(ids)):
        if time.thread_time() < until:
            text = excerpt(query, markup.plain(html, 8_000))
        else:
            text = [(markup.plain(html, EXCERPT_CHARS), False)]
        names = [excerpt(query, file.name) for file in files.get(message_id, ())]
        names.sort(key=lambda pieces: not any(marked for _, marked in pieces))
        found[message_id] = Hit(message_id, room_id, seq, moment(at_ms), user_summary(*author), text, names)
    return [found[one] for one in ids if one in found]
