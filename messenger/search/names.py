"""Names in a search: the people in `from:` and the rooms in `in:`, in any grammatical form."""

import time
from collections.abc import Callable
from functools import cached_property

from peewee import fn

from messenger.database.prepared import Prepared, any_of, listed, slot
from messenger.database.readers import OutOfTime, spending
from messenger.index import word_forms
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, OPEN, is_group
from messenger.rooms import summaries
from messenger.search.name_index import NameIndex, folded
from messenger.search.query import FROM, IN, Query

ONESELF = frozenset({'me', 'myself', 'я', 'меня', 'мне', 'мной', 'себя', 'себе', 'собой'})
NOTES = ('Notes to self', 'Заметки для себя')

PEOPLE_LIMIT = 20_000
NAMES_LIMIT = 8  # looked up per query
NAMES_S = 0.15

_PEOPLE = Prepared(lambda: User.select(User.id, User.nick, User.username).order_by(User.id.desc()).limit(PEOPLE_LIMIT))
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


class Lookup:
    """Looks up the names of one query, at most NAMES_LIMIT of them and for at most NAMES_S.

    Names without a match are added to the query's `unknown`, names that were not looked up to its `skipped`.
    """

    def __init__(self, query: Query, user_id: int) -> None:
        self._query = query
        self._user_id = user_id
        self._until = time.thread_time() + NAMES_S
        named = [(key, name) for key, names in ((IN, query.places), (FROM, query.senders)) for name, _ in names]
        self._looked_up = set(list(dict.fromkeys(named))[:NAMES_LIMIT])
        self._known: dict[tuple[str, str], set[int]] = {}

    def rooms(self) -> set[int]:
        """The rooms to search: those of any `in:`, without those of each `-in:`."""
        all_rooms = readable(self._user_id)
        chosen, unwanted = self._each(
            IN, self._query.places, lambda: _TitleNames(all_rooms, self._user_id, self._until)
        )
        return (set(all_rooms) if chosen is None else chosen) - unwanted

    def senders(self) -> tuple[set[int] | None, set[int]]:
        """The people in `from:`, any of whom may be the author (None for anybody), and the people in `-from:`."""
        return self._each(FROM, self._query.senders, lambda: _PeopleNames(self._user_id, self._until))

    def _each(
        self, key: str, names: list[tuple[str, bool]], index: Callable[[], '_Names']
    ) -> tuple[set[int] | None, set[int]]:
        chosen: set[int] = set()
        unwanted: set[int] = set()
        found_in: _Names | None = None
        for name, wanted in names:
            try:
                if (key, name) not in self._looked_up:
                    raise OutOfTime
                if (key, name) not in self._known:
                    with spending(max(0, self._until - time.thread_time())):
                        found_in = found_in or index()
                        self._known[key, name] = found_in.meant(name)
                named = self._known[key, name]
            except OutOfTime:
                self._query.skipped.append(name)
                continue
            (chosen if wanted else unwanted).update(named)
            if not named:
                if found_in is None or found_in.is_whole:
                    self._query.unknown.append((key, name))
                else:
                    self._query.skipped.append(name)
        return chosen if any(wanted for _, wanted in names) else None, unwanted


class _PeopleNames:
    """Finds people by name: `me` is the person searching, and a user name must be complete."""

    def __init__(self, user_id: int, until: float) -> None:
        self._user_id = user_id
        self._until = until
        self.is_whole = True

    @cached_property
    def _names(self) -> tuple[dict[str, int], NameIndex]:
        people = _PEOPLE()
        nicks = NameIndex(((one, nick) for one, nick, _ in people), self._until)
        self.is_whole = nicks.is_whole
        return {folded(username): one for one, _, username in people} if self.is_whole else {}, nicks

    def meant(self, sought: str) -> set[int]:
        """The ids of these people. Raises OutOfTime."""
        if word_forms.folded(sought) in ONESELF:
            return {self._user_id}
        logins, nicks = self._names
        login = logins.get(folded(sought))
        return nicks.meant(sought) | ({login} if login else set())


class _TitleNames:
    """Finds rooms by name; a direct conversation is named after the other people in it."""

    def __init__(self, rooms: list[int], user_id: int, until: float) -> None:
        named = titles(rooms, user_id)
        self._notes = {room for room, title in named if not title}
        several = ((room, one) for room, title in named for one in ((title,) if title else NOTES))
        self._titles = NameIndex(several, until)
        self.is_whole = self._titles.is_whole

    def meant(self, sought: str) -> set[int]:
        """The ids of these rooms. Raises OutOfTime."""
        return self._notes if word_forms.folded(sought) in ONESELF else self._titles.meant(sought)


_Names = _PeopleNames | _TitleNames


def titles(rooms: list[int], user_id: int) -> list[tuple[int, str]]:
    """From a read: id and title of each room, the most recently active first; '' for one's own notes."""
    found = _ROOMS(rooms=listed(rooms))
    others = _others([one for one, kind, *_ in found if kind == DIRECT], user_id)
    return [
        (one, summaries.direct_title([*others[one].values()], group=is_group(kind, key)) if kind == DIRECT else name)
        for one, kind, name, key in found
    ]


def met(rooms: list[int], user_id: int) -> list[int]:
    """From a read: the ids of this person's partners in direct conversations, the most recent first."""
    directs = [one for one, kind, *_ in _ROOMS(rooms=listed(rooms)) if kind == DIRECT]
    return list(dict.fromkeys(person for people in _others(directs, user_id).values() for person in people))


def _others(directs: list[int], user_id: int) -> dict[int, dict[int, str]]:
    """Id and nick of everyone else in each conversation, in the order of `directs`."""
    others: dict[int, dict[int, str]] = {one: {} for one in directs}
    for room, person, nick, *_rest in summaries.SEATED(rooms=listed(directs)):
        if person != user_id:
            others[room][person] = nick
    return others
