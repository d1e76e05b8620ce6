"""Names in a search: the people in `from:` and the rooms in `in:`, in any grammatical form."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peewee import fn

from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.database.readers import OutOfTime, spending
from messenger.index import folding
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, OPEN, is_group
from messenger.people.name_match import NamePattern
from messenger.rooms import summaries
from messenger.rooms import titles as room_titles
from messenger.search import typos
from messenger.search.filters import FROM, IN, Name
from messenger.search.name_index import NameIndex, fold_name
from messenger.search.query import Query, Term

ONESELF = frozenset({'me', 'myself', 'я', 'меня', 'мне', 'мной', 'себя', 'себе', 'собой'})
NOTES = ('Notes to self', 'Заметки для себя')

PEOPLE_LIMIT = 20_000
NAMES_LIMIT = 8  # looked up per query
NAMES_S = 0.15

PEOPLE = Prepared(lambda: User.select(User.id, User.nick, User.username).order_by(User.id.desc()).limit(PEOPLE_LIMIT))
_READABLE = Prepared(
    lambda: Room.select(Room.id).where(
        Room.is_living(),
        (Room.kind == OPEN) | Room.id.in_(Membership.select(Membership.room).where(Membership.user == slot('user'))),
    )
)
_ROOMS = Prepared(
    lambda: (
        Room.select(Room.id, Room.kind, Room.name, Room.direct_key)
        .where(Room.id.in_(any_of('rooms')))
        .order_by(fn.COALESCE(Room.last_message_at, Room.created_at).desc())
    )
)


def readable(user_id: int) -> list[int]:
    """From a read: the ids of all rooms that this person may read."""
    return [room_id for (room_id,) in _READABLE(user=user_id)]


@dataclass(frozen=True)
class ResolvedNames:
    """What the names of a query mean: messages in `rooms`, by any of `authors` (None for anybody).

    They are not by any of `excluded_authors`. `readable` are all rooms that the person may read.
    `unknown` are names without a match, `similar` the terms of those that may be misspelled names and what to type for
    them, `skipped` the names that were not looked up.
    """

    readable: frozenset[int]
    rooms: frozenset[int]
    authors: frozenset[int] | None = None
    excluded_authors: frozenset[int] = frozenset()
    unknown: tuple[Name, ...] = ()
    similar: tuple[tuple[Term, str], ...] = ()
    skipped: tuple[str, ...] = ()


def look_up(query: Query, user_id: int) -> ResolvedNames:
    """From a read: look up the names of a query, at most NAMES_LIMIT of them and for at most NAMES_S."""
    lookup = _Lookup(query, user_id)
    rooms, authors = lookup.ids(IN, is_required=True), lookup.ids(FROM, is_required=True)
    return ResolvedNames(
        lookup.readable,
        (lookup.readable if rooms is None else rooms) - (lookup.ids(IN, is_required=False) or frozenset()),
        authors,
        lookup.ids(FROM, is_required=False) or frozenset(),
        tuple(lookup.unknown),
        tuple((term, other) for term in query.terms if (other := lookup.similar.get(term.meaning))),
        tuple(lookup.skipped),
    )


class _Lookup:
    """The names of one query, each looked up once."""

    def __init__(self, query: Query, user_id: int) -> None:
        self.readable = frozenset(readable(user_id))
        self.unknown: list[Name] = []
        self.similar: dict[object, str] = {}
        self.skipped: list[str] = []
        self._user_id = user_id
        self._until = time.thread_time() + NAMES_S
        self._name_terms = [(term.meaning, term.is_required) for term in query.terms if isinstance(term.meaning, Name)]
        names = list(dict.fromkeys(sorted((name for name, _ in self._name_terms), key=lambda name: name.key != IN)))
        self.skipped += [name.value for name in names[NAMES_LIMIT:]]
        self._ids = {name: self._look_up(name) for name in names[:NAMES_LIMIT]}

    def ids(self, key: str, *, is_required: bool) -> frozenset[int] | None:
        """The rooms or people that any of the required, or excluded, names with this key means; None without a name."""
        id_sets = [
            self._ids.get(name, frozenset())
            for name, required in self._name_terms
            if (name.key, required) == (key, is_required)
        ]
        return frozenset[int]().union(*id_sets) if id_sets else None

    def _look_up(self, name: Name) -> frozenset[int]:
        try:
            with spending(max(0, self._until - time.thread_time())):
                index = self._titles if name.key == IN else self._people
                ids = index.ids_named(name.value)
                if not ids and index.is_whole and (other := index.similar(name.value)):
                    self.similar[name] = f'"{other}"' if ' ' in other else other
        except OutOfTime:
            self.skipped.append(name.value)
            return frozenset()
        if not ids and index.is_whole:
            self.unknown.append(name)
        elif not ids:
            self.skipped.append(name.value)
        return frozenset(ids)

    @cached_property
    def _titles(self) -> '_TitleNames':
        return _TitleNames(self.readable, self._user_id, self._until)

    @cached_property
    def _people(self) -> '_PeopleNames':
        return _PeopleNames(self._user_id, self._until)


class _PeopleNames:
    """Finds people by name: `me` is the person searching, and a user name must be complete."""

    def __init__(self, user_id: int, until: float) -> None:
        self._user_id = user_id
        self._until = until
        self.is_whole = True

    @cached_property
    def _rows(self) -> list[tuple[int, str, str]]:
        return list(PEOPLE())

    @cached_property
    def _names(self) -> tuple[dict[str, int], NameIndex]:
        nicks = NameIndex(((user_id, nick) for user_id, nick, _ in self._rows), self._until)
        self.is_whole = nicks.is_whole
        return {fold_name(username): user_id for user_id, _, username in self._rows} if self.is_whole else {}, nicks

    def ids_named(self, sought: str) -> set[int]:
        """The ids of these people. Raises OutOfTime."""
        if folding.fold(sought) in ONESELF:
            return {self._user_id}
        logins, nicks = self._names
        login = logins.get(fold_name(sought))
        return nicks.ids_named(sought) | ({login} if login else set()) or self._ids_spelled_alike(sought)

    def _ids_spelled_alike(self, sought: str) -> set[int]:
        """People with these words in a name, in another alphabet or spelling, or from the other keyboard layout."""
        pattern, ids = NamePattern(sought), set[int]()
        for user_id, nick, username in self._rows:
            if time.thread_time() > self._until:
                raise OutOfTime
            if pattern.has_whole_words(nick, username):
                ids.add(user_id)
        return ids

    def similar(self, sought: str) -> str:
        """A name that the person probably meant by `sought`; may be empty. Raises OutOfTime."""
        logins, nicks = self._names
        return nicks.similar(sought) or next(
            (other for other in typos.corrections(fold_name(sought)) if other in logins), ''
        )


class _TitleNames:
    """Finds rooms by name; a direct conversation is named after the other people in it."""

    def __init__(self, rooms: Iterable[int], user_id: int, until: float) -> None:
        titled_rooms = titles(rooms, user_id)
        self._notes = {room for room, title in titled_rooms if not title}
        names = ((room, name) for room, title in titled_rooms for name in ((title,) if title else NOTES))
        self._titles = NameIndex(names, until)
        self.is_whole = self._titles.is_whole

    def ids_named(self, sought: str) -> set[int]:
        """The ids of these rooms. Raises OutOfTime."""
        return self._notes if folding.fold(sought) in ONESELF else self._titles.ids_named(sought)

    def similar(self, sought: str) -> str:
        """A name that the person probably meant by `sought`; may be empty. Raises OutOfTime."""
        return self._titles.similar(sought)


def titles(rooms: Iterable[int], user_id: int) -> list[tuple[int, str]]:
    """From a read: id and title of each room, the most recently active first; '' for one's own notes."""
    rows = _ROOMS(rooms=encode_list(rooms))
    others = _others([room_id for room_id, kind, *_ in rows if kind == DIRECT], user_id)
    return [
        (room_id, _title(kind, name, key, [*others.get(room_id, {}).values()])) for room_id, kind, name, key in rows
    ]


def _title(kind: str, name: str, key: str | None, others: list[str]) -> str:
    form = room_titles.form_of(kind, len(others), group=is_group(kind, key))
    return '' if form == room_titles.NOTES else room_titles.fill(form, name, others)


def contacts(rooms: Iterable[int], user_id: int) -> list[int]:
    """From a read: the ids of this person's partners in direct conversations, the most recent first."""
    directs = [room_id for room_id, kind, *_ in _ROOMS(rooms=encode_list(rooms)) if kind == DIRECT]
    return list(dict.fromkeys(user_id for partners in _others(directs, user_id).values() for user_id in partners))


def _others(directs: list[int], user_id: int) -> dict[int, dict[int, str]]:
    """Id and nick of everyone else in each conversation, in the order of `directs`."""
    others: dict[int, dict[int, str]] = {room_id: {} for room_id in directs}
    for room_id, other_id, nick, *_rest in summaries.SEATED(rooms=encode_list(directs)):
        if other_id != user_id:
            others[room_id][other_id] = nick
    return others
