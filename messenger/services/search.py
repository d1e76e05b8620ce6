"""Search over all that a person may read, newest or best first."""

from dataclasses import dataclass, field
from typing import Any

from messenger import markup
from messenger.db import database, read
from messenger.models import Membership, Message, Pin, Room, User
from messenger.models.message import moment
from messenger.models.prepared import Prepared, any_of, listed, slot
from messenger.models.room import DIRECT, OPEN
from messenger.models.user import brief_of
from messenger.services import faces, limits, names, search_queries, search_words
from messenger.services.search_queries import QUERY_LIMIT_CHARS, Query, facts

__all__ = ['BEST', 'NEWEST', 'PAGE', 'QUERY_LIMIT_CHARS', 'Hit', 'Results', 'find']

PAGE = 20
CANDIDATES = 400
FEW_ROOMS = 40
EXCERPT_CHARS = 320
LEAD_CHARS = 80
NEWEST, BEST = 'newest', 'best'
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
_ROOMS_OF = Prepared(lambda: Message.select(Message.id, Message.room).where(Message.id.in_(any_of('messages'))))
_PINNED = Prepared(lambda: Pin.select(Pin.message).where(Pin.message.in_(any_of('messages'))))
_READABLE = Prepared(
    lambda: Room.select(Room.id).where(
        Room.is_living(),
        (Room.kind == OPEN) | Room.id.in_(Membership.select(Membership.room).where(Membership.user == slot('user'))),
    )
)


@dataclass(frozen=True)
class Hit:
    """A message that was found; `excerpt` is (text, is marked) in order."""

    id: int
    room: int
    seq: int
    at: str
    author: dict[str, Any]
    excerpt: list[tuple[str, bool]]


@dataclass(frozen=True)
class Results:
    """A page of hits, the faces of their rooms by id, and where the next page begins (None at the end)."""

    hits: list[Hit] = field(default_factory=list)
    rooms: dict[int, dict[str, Any]] = field(default_factory=dict)
    following: int | None = None


async def find(user_id: int, text: str, *, order: str = NEWEST, start: int | None = None) -> Results:
    """A page of what `text` finds for this person; `start` is `following` of the page before.

    Best first ranks the newest CANDIDATES. Raises LimitReached.
    """
    limits.take('search', user_id)
    return await read(_find, user_id, text, order, start)


def _find(user_id: int, text: str, order: str, start: int | None) -> Results:
    query = search_queries.parse(text)
    if query.is_empty:
        return Results()
    readable = [room_id for (room_id,) in _READABLE(user=user_id)]
    rooms = _places(query, readable, user_id)
    if rooms is None or not _senders(query, user_id):
        return Results()
    if order == BEST:
        ranked = _ranked(query, _ids(query, rooms, _NO_ID, CANDIDATES))
        at = start or 0
        page, following = ranked[at : at + PAGE], at + PAGE if len(ranked) > at + PAGE else None
    else:
        page = _ids(query, rooms, start or _NO_ID, PAGE + 1)
        following = page[PAGE - 1] if len(page) > PAGE else None
        page = page[:PAGE]
    hits = _hits(query, page)
    found = list(Room.select().where(Room.id.in_({hit.room for hit in hits})))
    return Results(hits, faces.of(found) if found else {}, following)


def _places(query: Query, readable: list[int], user_id: int) -> list[int] | None:
    """The rooms to look in; None when a place was named that is nowhere."""
    chosen = set(readable)
    for name, wanted in query.places:
        sought = names.key(name)
        named = {room.id for room in Room.select(Room.id).where(Room.name_key.startswith(sought))}
        with_whom = (
            Membership.select(Membership.room)
            .join(Room)
            .switch(Membership)
            .join(User)
            .where(Room.kind == DIRECT, User.nick_key.startswith(sought), User.id != user_id)
        )
        named |= {row.room_id for row in with_whom}
        chosen = chosen & named if wanted else chosen - named
    return sorted(chosen) or None


def _senders(query: Query, user_id: int) -> bool:
    """Put the people named by `from:` into the query; False when one is nobody."""
    for name, wanted in query.senders:
        sought = names.key(name)
        if sought in ('me', 'я', 'меня'):
            ids = [user_id]
        else:
            known = (User.nick_key.startswith(sought)) | (User.username_key == sought)
            ids = [user.id for user in User.select(User.id).where(known).limit(FEW_ROOMS)]
        if ids:
            (query.wanted if wanted else query.unwanted).append(facts([f'u{one}' for one in ids]))
        elif wanted:
            return False
    return True


def _ids(query: Query, rooms: list[int], before: int, limit: int) -> list[int]:
    """Ids of matching messages in `rooms`, newest first.

    A list of many rooms costs more than the words: then the newest matches anywhere are tried first, and mostly do.
    """
    if query.pinned is None and len(rooms) > FEW_ROOMS and query.wanted:
        anywhere = _matching(query, None, before, CANDIDATES)
        allowed = set(rooms)
        known = dict(_ROOMS_OF(messages=listed(anywhere)))
        found = [one for one in anywhere if known.get(one) in allowed]
        if len(found) >= limit or len(anywhere) < CANDIDATES:
            return found[:limit]
    if query.pinned is None:
        return _matching(query, rooms, before, limit)
    return _by_pins(query, rooms, before, limit, wanted=query.pinned)


def _by_pins(query: Query, rooms: list[int], before: int, limit: int, *, wanted: bool) -> list[int]:
    found: list[int] = []
    while len(found) < limit:
        some = _matching(query, rooms, before, CANDIDATES)
        pinned = {message for (message,) in _PINNED(messages=listed(some))}
        found += [one for one in some if (one in pinned) == wanted]
        if len(some) < CANDIDATES:
            break
        before = some[-1]
    return found[:limit]


def _matching(query: Query, rooms: list[int] | None, before: int, limit: int) -> list[int]:
    wanted = [*query.wanted, *([facts([f'r{room}' for room in rooms])] if rooms is not None else [])]
    match = ' AND '.join(f'({condition})' for condition in wanted)
    if query.unwanted:
        match = f'({match}) NOT ({" OR ".join(f"({condition})" for condition in query.unwanted)})'
    rows = database.execute_sql(
        'SELECT rowid FROM message_index WHERE message_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
        (match, before, limit),
    )
    return [row[0] for row in rows.fetchall()]


def _ranked(query: Query, ids: list[int]) -> list[int]:
    """The best of some messages first: those that hold the words as typed, close together, in few words."""
    texts = {row[0]: markup.plain(row[4], 2_000) for row in _FOUND(messages=listed(ids))}
    newest = ids[0] if ids else 0

    def score(one: int) -> float:
        found = list(search_words.words(search_words.folded(texts[one])))
        at = [
            index
            for index, word in enumerate(found)
            if word in query.prefixes or search_words.stem(word) in query.stems
        ]
        exact = sum(word in query.prefixes for word in found)
        spread = at[-1] - at[0] + 1 if at else len(found)
        return 3 * min(exact, 3) + 4 * len(at) / (spread + 1) + 2 * len(at) / (len(found) + 4) + one / (newest + 1)

    return sorted((one for one in ids if one in texts), key=score, reverse=True)


def _hits(query: Query, ids: list[int]) -> list[Hit]:
    found = {}
    for message_id, room_id, seq, at_ms, html, *author in _FOUND(messages=listed(ids)):
        text = markup.plain(html, 8_000)
        excerpt = _excerpt(query, text)
        found[message_id] = Hit(message_id, room_id, seq, moment(at_ms), brief_of(*author), excerpt)
    return [found[one] for one in ids if one in found]


def _excerpt(query: Query, text: str) -> list[tuple[str, bool]]:
    """The part of a text where the words stand, the words marked."""
    spans = [(at, end) for at, end, word in search_words.positions(text) if _is_meant(query, word)]
    start = max(0, spans[0][0] - LEAD_CHARS) if spans and spans[0][0] > EXCERPT_CHARS - LEAD_CHARS else 0
    end = start + EXCERPT_CHARS
    pieces, at = [('…', False)] if start else [], start
    for first, last in spans:
        if first >= at and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end] + ('…' if len(text) > end else ''), False))
    return [piece for piece in pieces if piece[0]]


def _is_meant(query: Query, word: str) -> bool:
    if search_words.stem(word) in query.stems or not query.stems.isdisjoint(search_words.tokens(word)):
        return True
    return any(word.startswith(prefix) for prefix in query.prefixes)
