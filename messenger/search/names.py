"""Names in a search: the people that `from:` means and the rooms that `in:` does, however the sentence bends them."""

from collections.abc import Iterable

from peewee import fn

from messenger.database.prepared import Prepared, any_of, listed, slot
from messenger.index import word_forms
from messenger.models import Membership, Room, User
from messenger.models.room import DIRECT, OPEN, is_group
from messenger.rooms import summaries

ONESELF = frozenset({'me', 'myself', 'я', 'меня', 'мне', 'мной', 'себя', 'себе', 'собой'})
NOTES = ('Notes to self', 'Заметки для себя')

PEOPLE_LIMIT = 20_000

Named = Iterable[tuple[int, str]]

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


def everyone() -> list[tuple[int, str, str]]:
    """From a read: id, nick and user name of all people; of the newest PEOPLE_LIMIT where there are more."""
    return _PEOPLE()


def people(sought: str, everyone: list[tuple[int, str, str]], user_id: int) -> set[int]:
    """The ids of whom of `everyone` a name means; `me` is the one who asks. The user name must be given whole."""
    if word_forms.folded(sought) in ONESELF:
        return {user_id}
    wanted = _folded(sought)
    login = {one for one, _, username in everyone if _folded(username) == wanted}
    return login | meant(sought, ((one, nick) for one, nick, _ in everyone))


def places(sought: str, titles: list[tuple[int, str]]) -> set[int]:
    """The ids of which of `titles` a name means; a conversation is called like those one talks to there."""
    if word_forms.folded(sought) in ONESELF:
        return {room for room, title in titles if not title}
    return meant(sought, ((room, one) for room, title in titles for one in ((title,) if title else NOTES)))


def titles(rooms: list[int], user_id: int) -> list[tuple[int, str]]:
    """From a read: id and title of each room, those of the latest messages first; '' is the one of one's own notes."""
    found = _ROOMS(rooms=listed(rooms))
    others = _others([one for one, kind, *_ in found if kind == DIRECT], user_id)
    return [
        (one, summaries.direct_title([*others[one].values()], group=is_group(kind, key)) if kind == DIRECT else name)
        for one, kind, name, key in found
    ]


def met(rooms: list[int], user_id: int) -> list[int]:
    """From a read: the ids of those whom this person talks to directly, the latest first."""
    directs = [one for one, kind, *_ in _ROOMS(rooms=listed(rooms)) if kind == DIRECT]
    return list(dict.fromkeys(person for people in _others(directs, user_id).values() for person in people))


def _others(directs: list[int], user_id: int) -> dict[int, dict[int, str]]:
    """Id and nick of everybody else in each conversation, in the order of `directs`."""
    others: dict[int, dict[int, str]] = {one: {} for one in directs}
    for room, person, nick, *_rest in summaries.SEATED(rooms=listed(directs)):
        if person != user_id:
            others[room][person] = nick
    return others


def meant(sought: str, named: Named) -> set[int]:
    """The ids of those called exactly so; else whose name has words that begin so; else that have the same stems."""
    key, entries = _folded(sought), [(one, _folded(name)) for one, name in named]
    exact = {one for one, name in entries if name == key}
    if exact or not key:
        return exact
    parts = list(word_forms.words(key))
    if not parts:
        return {one for one, name in entries if key in name}
    split = [(one, list(word_forms.words(name))) for one, name in entries]
    begun = {one for one, words in split if all(any(word.startswith(part) for word in words) for part in parts)}
    if begun:
        return begun
    stems = {word_forms.stem(part) for part in parts}
    return {one for one, words in split if stems <= {word_forms.stem(word) for word in words}}


def _folded(name: str) -> str:
    return ' '.join(word_forms.folded_word(name).split())
