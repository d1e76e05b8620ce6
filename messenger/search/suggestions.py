"""Suggestions for a filter being typed: people, rooms, or its few known values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from messenger.database import engine
from messenger.database.prepared import Prepared
from messenger.i18n import _, pgettext
from messenger.index.folding import folded_word
from messenger.index.pieces import compounds
from messenger.models import User
from messenger.models.user import avatar_url
from messenger.search import names, query
from messenger.search.filters import FROM, HAS, IN, IS
from messenger.search.names import PEOPLE_LIMIT
from messenger.search.query import OpenFilter

LIMIT = 6
_QUOTES = re.compile('["«»“”„]')

_PEOPLE = Prepared(lambda: User.select(User.id, User.nick, User.avatar).order_by(User.id.desc()).limit(PEOPLE_LIMIT))

Named = Iterable[tuple[str, tuple[int, str] | None]]


@dataclass(frozen=True)
class Offer:
    """A suggestion: `label` is shown, with the `avatar` of a person; `text` is the whole resulting query."""

    label: str
    text: str
    avatar: str = ''


async def offers(user_id: int, text: str) -> list[Offer]:
    """At most LIMIT suggestions for the filter at the end of a query, likeliest first; none if there is no filter."""
    unfinished = query.open_filter(text)
    if unfinished is None:
        return []
    if unfinished.key == FROM:
        return await engine.search(_of_people, user_id, unfinished)
    if unfinished.key == IN:
        return await engine.search(_of_rooms, user_id, unfinished)
    return _nearest(unfinished, ((word, None) for word in _known(unfinished.key)))


def _known(key: str) -> list[str]:
    known = {
        HAS: [pgettext('has:', 'file'), pgettext('has:', 'image'), pgettext('has:', 'link')],
        IS: [pgettext('is:', 'pinned')],
    }
    return known.get(key) or [pgettext('on:', 'today'), pgettext('on:', 'yesterday')]


def _of_people(user_id: int, unfinished: OpenFilter) -> list[Offer]:
    """People with a direct conversation come first, then the others by name."""
    met = names.met(names.readable(user_id), user_id)
    place = {person: number for number, person in enumerate(met)}
    people = sorted(_PEOPLE(), key=lambda row: (place.get(row[0], len(place)), folded_word(row[1])))
    return _nearest(unfinished, ((nick, (user_id, avatar)) for user_id, nick, avatar in people))


def _of_rooms(user_id: int, unfinished: OpenFilter) -> list[Offer]:
    named = names.titles(names.readable(user_id), user_id)
    return _nearest(unfinished, ((title or _('Notes to self'), None) for _room, title in named))


def _nearest(unfinished: OpenFilter, named: Named) -> list[Offer]:
    """Names that begin with the typed text, then names with a word that does, then names that contain it anywhere.

    A name that is typed in full is not offered, as nothing is left to complete.
    `named` are names, with the id and avatar of people.
    """
    typed = folded_word(unfinished.value.lstrip('@#').strip())
    ranked: list[list[tuple[str, str, tuple[int, str] | None]]] = [[], [], []]
    for name, person in named:
        rank, value = _rank(typed, folded_word(name)), _quoted(name)
        if rank is not None and value:
            ranked[rank].append((name, value, person))
    return [
        Offer(name, f'{unfinished.before}{value} ', avatar_url(person[0], name, person[1]) if person else '')
        for name, value, person in [candidate for same in ranked for candidate in same][:LIMIT]
    ]


def _rank(typed: str, name: str) -> int | None:
    if typed in (name, folded_word(_bare(name))):
        return None
    if name.startswith(typed):
        return 0
    if f' {typed}' in name or any(joined.startswith(typed) for _, _, joined in compounds(name)):
        return 1
    return 2 if typed in name else None


def _bare(name: str) -> str:
    return _QUOTES.sub(' ', name).strip()


def _quoted(name: str) -> str:
    bare = _bare(name)
    return f'"{bare}"' if ' ' in bare else bare
