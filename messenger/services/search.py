"""Search over all that a person may read, newest or best first."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from messenger import markup
from messenger.db import database, read
from messenger.models import Message, Pin, Room, User
from messenger.models.message import moment
from messenger.models.prepared import Prepared, any_of, listed, row_of
from messenger.models.user import brief_of
from messenger.services import attachments, faces, limits, search_names, search_queries, search_words
from messenger.services.search_excerpts import Pieces, excerpt, is_meant
from messenger.services.search_queries import FROM, IN, QUERY_LIMIT_CHARS, Query, facts

__all__ = ['BEST', 'NEWEST', 'PAGE', 'QUERY_LIMIT_CHARS', 'Hit', 'Results', 'find']

PAGE = 20
FEW, CANDIDATES = 60, 400
FEW_ROOMS = 40
NEWEST, BEST = 'newest', 'best'
_NO_ID = 2**63 - 1

_MATCHING = 'SELECT rowid FROM message_index WHERE message_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'
# the sign before rowid keeps SQLite from asking the index once for each of them
_MATCHING_AMONG = (
    'SELECT rowid FROM message_index WHERE message_index MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) '
    'AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?'
)

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
_ROOMS_OF = Prepared(lambda: Message.select(Message.id, Message.room).where(Message.id.in_(any_of('messages'))))
_MOMENTS = Prepared(lambda: Message.select(Message.id, Message.created_at).where(Message.id.in_(any_of('messages'))))
_SHOWN = Prepared(lambda: Room.select().where(Room.id.in_(any_of('rooms'))))
_PINNED = Prepared(lambda: Pin.select(Pin.message).where(Pin.message.in_(any_of('messages'))))


@dataclass(frozen=True)
class Hit:
    """A message that was found; `excerpt`, and each name of a file in `files`, is (text, is marked) in order."""

    id: int
    room: int
    seq: int
    at: str
    author: dict[str, Any]
    excerpt: Pieces
    files: list[Pieces] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """A page of hits, the faces of their rooms by id, and where the next page begins (None at the end).

    `unknown` are filters (key, value) that name nobody, nothing, or no date; `is_asked` is False where nothing is
    looked for, or not yet.
    """

    hits: list[Hit] = field(default_factory=list)
    rooms: dict[int, dict[str, Any]] = field(default_factory=dict)
    following: int | None = None
    unknown: list[tuple[str, str]] = field(default_factory=list)
    is_asked: bool = True


async def find(
    user_id: int, text: str, *, order: str = NEWEST, start: int | None = None, zone: tzinfo = UTC
) -> Results:
    """A page of what `text` finds for this person; `start` is `following` of the page before, days are those of `zone`.

    Best first ranks the newest CANDIDATES. Raises LimitReached.
    """
    limits.take('search', user_id)
    return await read(_find, user_id, text, order, start, zone)


def _find(user_id: int, text: str, order: str, start: int | None, zone: tzinfo) -> Results:
    query = search_queries.parse(text, zone)
    if query.is_empty:
        return Results(unknown=query.unknown, is_asked=bool(query.unknown))
    readable = search_names.readable(user_id)
    rooms = _places(query, readable, user_id)
    if not _senders(query, user_id) or not rooms:
        return Results(unknown=query.unknown)
    if order == BEST:
        ranked = _ranked(query, _ids(query, rooms, _NO_ID, CANDIDATES))
        at = start or 0
        page, following = ranked[at : at + PAGE], at + PAGE if len(ranked) > at + PAGE else None
    else:
        page = _ids(query, rooms, start or _NO_ID, PAGE + 1)
        following = page[PAGE - 1] if len(page) > PAGE else None
        page = page[:PAGE]
    hits = _hits(query, page)
    found = [row_of(Room, stored) for stored in _SHOWN(rooms=listed({hit.room for hit in hits}))]
    return Results(hits, faces.of(found) if found else {}, following, query.unknown)


def _places(query: Query, readable: list[int], user_id: int) -> list[int]:
    """The rooms to look in: those of any `in:`, without those of each `-in:`."""
    chosen: set[int] = set()
    unwanted: set[int] = set()
    for name, wanted in query.places:
        named = search_names.places(name, readable, user_id)
        (chosen if wanted else unwanted).update(named)
        if not named:
            query.unknown.append((IN, name))
    everywhere = not any(wanted for _, wanted in query.places)
    return sorted((set(readable) if everywhere else chosen) - unwanted)


def _senders(query: Query, user_id: int) -> bool:
    """Put whom `from:` names into the query; False when that is nobody. A message of any of them will do."""
    chosen: set[int] = set()
    for name, wanted in query.senders:
        named = search_names.people(name, user_id)
        if not named:
            query.unknown.append((FROM, name))
        elif wanted:
            chosen |= named
        else:
            query.unwanted.append(facts(f'u{one}' for one in sorted(named)))
    if chosen:
        query.wanted.append(facts(f'u{one}' for one in sorted(chosen)))
    return bool(chosen) or not any(wanted for _, wanted in query.senders)


def _ids(query: Query, rooms: list[int], before: int, limit: int) -> list[int]:
    """Ids of matching messages in `rooms`, newest first.

    A list of many rooms costs more than the words: then the newest matches anywhere are tried first, and mostly do.
    """
    if query.pinned:
        return _pinned(query, rooms, before)[:limit]
    if query.pinned is not None or query.spans:
        return _sifted(query, rooms, before, limit)
    if len(rooms) > FEW_ROOMS and query.wanted:
        allowed = set(rooms)
        for many in (FEW, CANDIDATES):
            anywhere = _matching(query, None, before, many)
            known = dict(_ROOMS_OF(messages=listed(anywhere)))
            found = [one for one in anywhere if known.get(one) in allowed]
            if len(found) >= limit or len(anywhere) < many:
                return found[:limit]
    return _matching(query, rooms, before, limit)


def _pinned(query: Query, rooms: list[int], before: int) -> list[int]:
    """The same of what is pinned, which is little: what matches is looked for among the pins alone."""
    pins = Pin.select(Pin.message).where(Pin.room.in_(rooms), Pin.message < before).order_by(Pin.message.desc())
    some = [message for (message,) in pins.tuples()]
    if query.wanted or query.unwanted:
        some = _matching(query, rooms, before, len(some), among=some)
    left = _in_time(query, some)
    return [one for one in some if one in left]


def _in_time(query: Query, some: list[int]) -> set[int]:
    """Those of some messages that were said in the spans that are wanted, and in none that is not."""
    moments = dict(_MOMENTS(messages=listed(some))) if query.spans else {}
    left = set(some)
    for span, wanted in query.spans:
        left = {one for one in left if (span.start_ms <= moments.get(one, -1) < span.end_ms) == wanted}
    return left


def _sifted(query: Query, rooms: list[int], before: int, limit: int) -> list[int]:
    """The same where the index does not know all: what is not pinned, and when a reader's day begins."""
    found: list[int] = []
    while len(found) < limit:
        some = _matching(query, rooms, before, CANDIDATES)
        left = _in_time(query, some)
        if query.pinned is not None:
            left -= {message for (message,) in _PINNED(messages=listed(some))}
        found += [one for one in some if one in left]
        if len(some) < CANDIDATES:
            break
        before = some[-1]
    return found[:limit]


def _matching(
    query: Query, rooms: list[int] | None, before: int, limit: int, *, among: list[int] | None = None
) -> list[int]:
    wanted = [*query.wanted, *([facts([f'r{room}' for room in rooms])] if rooms is not None else [])]
    match = ' AND '.join(f'({condition})' for condition in wanted)
    if query.unwanted:
        match = f'({match}) NOT ({" OR ".join(f"({condition})" for condition in query.unwanted)})'
    if among is None:
        rows = database.execute_sql(_MATCHING, (match, before, limit))
    else:
        rows = database.execute_sql(_MATCHING_AMONG, (match, listed(among), min(among, default=0), before, limit))
    return [row[0] for row in rows.fetchall()]


def _ranked(query: Query, ids: list[int]) -> list[int]:
    """The best of some messages first: those that hold the words as typed, close together, in few words."""
    texts = {row[0]: markup.plain(row[4], 2_000) for row in _FOUND(messages=listed(ids))}
    newest = ids[0] if ids else 0

    def score(one: int) -> float:
        found = list(search_words.words(search_words.folded(texts[one])))
        at = [index for index, word in enumerate(found) if is_meant(query, word)]
        exact = sum(word in query.prefixes for word in found)
        spread = at[-1] - at[0] + 1 if at else len(found)
        return 3 * min(exact, 3) + 4 * len(at) / (spread + 1) + 2 * len(at) / (len(found) + 4) + one / (newest + 1)

    return sorted((one for one in ids if one in texts), key=score, reverse=True)


def _hits(query: Query, ids: list[int]) -> list[Hit]:
    found, files = {}, attachments.of(ids)
    for message_id, room_id, seq, at_ms, html, *author in _FOUND(messages=listed(ids)):
        text = excerpt(query, markup.plain(html, 8_000))
        names = [excerpt(query, file['name']) for file in files.get(message_id, ())]
        names.sort(key=lambda pieces: not any(marked for _, marked in pieces))
        found[message_id] = Hit(message_id, room_id, seq, moment(at_ms), brief_of(*author), text, names)
    return [found[one] for one in ids if one in found]
