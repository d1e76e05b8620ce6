"""Searches everything a person may read, newest or best first."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from messenger import ids, markup, rate_limits
from messenger.database import engine
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.files import attachments
from messenger.models import Message, User
from messenger.models.message import moment
from messenger.models.user import avatar_url
from messenger.search import names, plan
from messenger.search import query as search_query
from messenger.search.corrections import correct
from messenger.search.criteria import resolve
from messenger.search.excerpts import EXCERPT_CHARS, Pieces, excerpt, score
from messenger.search.file_excerpts import Place, file_excerpt, stored_names
from messenger.search.filters import Filter
from messenger.search.marks import Marks
from messenger.search.names import ResolvedNames
from messenger.search.query import QUERY_LIMIT_CHARS, Query

__all__ = ['BEST', 'NEWEST', 'PAGE', 'QUERY_LIMIT_CHARS', 'Author', 'Hit', 'Results', 'find', 'still_there']

PAGE = 20
CANDIDATES = 400
CORRECTED_TIMES = 2  # first names, then words
NEWEST, BEST = 'newest', 'best'
RANKING_S, MARKING_S = 0.05, 0.05
RANKED_CHARS, EXCERPT_SOURCE_CHARS = 2_000, 8_000  # of a message
_LAST_ID = ids.ID_MAX  # a page without a start begins at the newest message

_HITS = Prepared(
    lambda: (
        Message.select(
            *(Message.id, Message.room, Message.seq, Message.created_at, Message.html),
            *(User.id, User.nick, User.avatar),
        )
        .join(User, on=(Message.author == User.id))
        .where(Message.id.in_(any_of('messages')), Message.deleted_at.is_null())
    )
)
_STANDING = Prepared(
    lambda: Message.select(Message.id, Message.room).where(
        Message.id.in_(any_of('messages')), Message.deleted_at.is_null()
    )
)
_SENT_AT = Prepared(
    lambda: Message.select(Message.created_at).where(Message.id >= slot('first')).order_by(Message.id).limit(1)
)


@dataclass(frozen=True)
class Author:
    """Who sent a hit; `avatar` is the address of their picture."""

    nick: str
    avatar: str


@dataclass(frozen=True)
class Hit:
    """A message that matches; `excerpt`, and each file name in `files`, is (text, is marked) in order.

    `texts` has the same for the text of each file, around the words; empty without them, and if another file has more
    of them. `place` is the file and the line, from 1, of the first of these.
    """

    id: int
    room: int
    seq: int
    at: str
    author: Author
    excerpt: Pieces
    files: list[Pieces] = field(default_factory=list)
    texts: list[Pieces] = field(default_factory=list)
    place: tuple[int, int] | None = None


@dataclass(frozen=True)
class Results:
    """A page of hits, the titles of their rooms by id ('' for one's own notes), and where the next page begins.

    `following` is None at the end. `since` is set if the search stopped early: it has searched all messages from that
    moment on. `unknown` are filters that match no person, no room or no date, `skipped` are names that were not looked
    up; `is_asked` is False if there is nothing to search for, or not yet, and `is_vain` says that only punctuation was
    typed. If nothing matches, but something similar does, the results are those of the query `instead`.
    """

    hits: list[Hit] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    following: int | None = None
    unknown: tuple[Filter, ...] = ()
    skipped: tuple[str, ...] = ()
    is_asked: bool = True
    is_vain: bool = False
    since: str | None = None
    instead: str = ''


async def find(
    user_id: int, text: str, *, order: str = NEWEST, start: int | None = None, zone: tzinfo = UTC
) -> Results:
    """A page of results for `text`; `start` is `following` of the previous page, days are in time zone `zone`.

    The order BEST ranks the newest CANDIDATES. A page takes about the same time for any number of messages; see
    `Results.since`. Raises LimitReached, TookTooLong.
    """
    rate_limits.take('search', user_id)
    return await engine.search(_find, user_id, text, order, start, zone)


async def still_there(user_id: int, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Those of these hits that have not been deleted since, in rooms that the person may still read.

    Raises TookTooLong.
    """

    def work() -> tuple[Hit, ...]:
        rooms, there = {*names.readable(user_id)}, dict(_STANDING(messages=encode_list(hit.id for hit in hits)))
        return tuple(hit for hit in hits if there.get(hit.id) in rooms)

    return await engine.search(work)


def _find(user_id: int, text: str, order: str, start: int | None, zone: tzinfo) -> Results:
    query = search_query.parse(text, zone)
    if not query.terms:
        return Results(unknown=query.unknown, is_asked=bool(query.unknown), is_vain=query.is_vain)
    resolved = names.look_up(query, user_id)
    page = _page(query, resolved, order, start)
    results = _results(query, resolved, page, user_id)
    for _ in range(0 if start else CORRECTED_TIMES):
        typed, text = text, correct(text, query, resolved, _LAST_ID) if page.is_surely_empty else text
        if text == typed:
            break
        query = search_query.parse(text, zone)
        resolved = names.look_up(query, user_id)
        page = _page(query, resolved, order, None)
        if page.ids:
            return _results(query, resolved, page, user_id, instead=text)
    return results


@dataclass(frozen=True)
class _Page:
    """The messages of a page, where the next one begins, and the id at which the search stopped early.

    `is_surely_empty` says whether the index answered at once that nothing matches.
    """

    ids: list[int] = field(default_factory=list)
    following: int | None = None
    reached: int | None = None
    is_surely_empty: bool = False


def _page(query: Query, resolved: ResolvedNames, order: str, start: int | None) -> _Page:
    criteria = resolve(query, resolved)
    if criteria is None:
        return _Page(is_surely_empty=True)
    if order == BEST:
        matches = plan.match_newest(criteria, _LAST_ID, CANDIDATES)
        ids, offset = _rank(query.marks, matches.ids), start or 0
        page, following = ids[offset : offset + PAGE], offset + PAGE if len(ids) > offset + PAGE else None
    else:
        matches = plan.match_newest(criteria, start or _LAST_ID, PAGE + 1)
        page, following = matches.ids[:PAGE], matches.ids[PAGE - 1] if len(matches.ids) > PAGE else matches.reached
    return _Page(page, following, matches.reached, is_surely_empty=matches.is_quick and not matches.ids)


def _results(query: Query, resolved: ResolvedNames, page: _Page, user_id: int, *, instead: str = '') -> Results:
    hits = _hits(query.marks, page.ids)
    titles = dict(names.titles({hit.room for hit in hits}, user_id))
    since = next((moment(at_ms) for (at_ms,) in _SENT_AT(first=page.reached)), None) if page.reached else None
    unknown = (*query.unknown, *resolved.unknown, *(() if page.ids else query.doubtful))
    return Results(hits, titles, page.following, unknown, resolved.skipped, since=since, instead=instead)


def _rank(marks: Marks, ids: list[int]) -> list[int]:
    """These messages, best first; those that cannot be ranked within RANKING_S follow, newest first."""
    htmls = {row[0]: row[4] for row in _HITS(messages=encode_list(ids))}
    until, scores = time.thread_time() + RANKING_S, dict[int, float]()
    for message_id in ids:
        if message_id in htmls and time.thread_time() < until:
            scores[message_id] = score(marks, markup.plain(htmls[message_id], RANKED_CHARS)) + message_id / (ids[0] + 1)
    return sorted(
        (message_id for message_id in ids if message_id in htmls),
        key=lambda message_id: scores.get(message_id, -1),
        reverse=True,
    )


def _hits(marks: Marks, ids: list[int]) -> list[Hit]:
    """Messages as they are shown. Authors can write costly texts, so after MARKING_S only beginnings are shown."""
    files = attachments.files_of_messages(ids)
    until = time.thread_time() + MARKING_S
    stored = stored_names([file.id for message_files in files.values() for file in message_files])
    hits: dict[int, Hit] = {}
    for message_id, room_id, seq, at_ms, html, *author in _HITS(messages=encode_list(ids)):
        text = _message_excerpt(marks, html, until)
        places = [
            (file.id, excerpt(marks, file.name), _place_in(marks, stored.get(file.id), until))
            for file in files.get(message_id, ())
        ]
        hits[message_id] = Hit(message_id, room_id, seq, moment(at_ms), _author(*author), text, *_files_of(places))
    return [hits[message_id] for message_id in ids if message_id in hits]


def _message_excerpt(marks: Marks, html: str, until: float) -> Pieces:
    if time.thread_time() < until:
        return excerpt(marks, markup.plain(html, EXCERPT_SOURCE_CHARS))
    return [(markup.plain(html, EXCERPT_CHARS), False)]


def _place_in(marks: Marks, stored: str | None, until: float) -> Place:
    return file_excerpt(marks, stored) if stored and time.thread_time() < until else Place()


def _files_of(places: list[tuple[int, Pieces, Place]]) -> tuple[list[Pieces], list[Pieces], tuple[int, int] | None]:
    """The `files`, `texts` and `place` of a hit: first the files with the words in their names or texts."""
    most = max((place.words for _, _, place in places), default=0)
    best = [(file_id, name, place if place.words == most else Place()) for file_id, name, place in places]
    best.sort(key=lambda ranked: not (ranked[2].words or any(is_marked for _, is_marked in ranked[1])))
    first = next(((file_id, place.line) for file_id, _, place in best if place.words), None)
    return [name for _, name, _ in best], [place.excerpt for _, _, place in best], first


def _author(user_id: int, nick: str, avatar: str) -> Author:
    return Author(nick, avatar_url(user_id, nick, avatar))
