"""Names in a search: the people that `from:` means and the rooms that `in:` does, however the sentence bends them."""

from collections.abc import Iterable

from messenger.models import Room, User
from messenger.models.prepared import Prepared, any_of, listed
from messenger.models.room import DIRECT
from messenger.services import faces, search_words

ONESELF = frozenset({'me', 'myself', 'я', 'меня', 'мне', 'мной', 'себя', 'себе', 'собой'})
NOTES = ('Notes to self', 'Заметки для себя')

Named = Iterable[tuple[int, str]]

_PEOPLE = Prepared(lambda: User.select(User.id, User.nick, User.username))
_ROOMS = Prepared(lambda: Room.select(Room.id, Room.kind, Room.name).where(Room.id.in_(any_of('rooms'))))


def people(sought: str, user_id: int) -> set[int]:
    """From a read: the ids of whom a name means; `me` is the one who asks. The user name must be given whole."""
    if search_words.folded(sought) in ONESELF:
        return {user_id}
    found, wanted = _PEOPLE(), _folded(sought)
    login = {one for one, _, username in found if _folded(username) == wanted}
    return login | meant(sought, ((one, nick) for one, nick, _ in found))


def places(sought: str, readable: list[int], user_id: int) -> set[int]:
    """From a read: the ids of which rooms a name means; a conversation is called like those one talks to there."""
    rooms = _ROOMS(rooms=listed(readable))
    named = [(one, name) for one, kind, name in rooms if kind != DIRECT]
    directs = [one for one, kind, _ in rooms if kind == DIRECT]
    others: dict[int, list[str]] = {}
    for room, person, nick, _avatar in faces.SEATED(rooms=listed(directs)):
        if person != user_id:
            others.setdefault(room, []).append(nick)
    alone = set(directs) - set(others)
    if search_words.folded(sought) in ONESELF:
        return alone
    talks = [(room, ', '.join(nicks)) for room, nicks in others.items()]
    return meant(sought, [*named, *talks, *((room, name) for room in alone for name in NOTES)])


def meant(sought: str, named: Named) -> set[int]:
    """The ids of those called exactly so; else whose name has words that begin so; else that have the same stems."""
    key, entries = _folded(sought), [(one, _folded(name)) for one, name in named]
    exact = {one for one, name in entries if name == key}
    if exact or not key:
        return exact
    parts = list(search_words.words(key))
    if not parts:
        return {one for one, name in entries if key in name}
    split = [(one, list(search_words.words(name))) for one, name in entries]
    begun = {one for one, words in split if all(any(word.startswith(part) for word in words) for part in parts)}
    if begun:
        return begun
    stems = {search_words.stem(part) for part in parts}
    return {one for one, words in split if stems <= {search_words.stem(word) for word in words}}


def _folded(name: str) -> str:
    return ' '.join(search_words.folded_word(name).split())
