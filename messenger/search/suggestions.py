"""Suggestions for a filter being typed: people, rooms, or its few known values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from messenger.database import engine
from messenger.database.prepared import Prepared
from messenger.i18n import _, pgettext
from messenger.index.folding import fold_word
from messenger.models import User
from messenger.models.user import avatar_url
from messenger.people.name_match import RANKS, WHOLE, NamePattern
from messenger.search import names, query
from messenger.search.filters import FROM, HAS, IN, IS
from messenger.search.names import PEOPLE_LIMIT
from messenger.search.query import OpenFilter

LIMIT = 6
_QUOTES = re.compile('["«»“”„]')

_PEOPLE = Prepared(
    lambda: User.select(User.id, User.nick, User.username, User.avatar).order_by(User.id.desc()).limit(PEOPLE_LIMIT)
)


class Candidate(NamedTuple):
    """What could be suggested: a `name`, for a person also their user name and `avatar` address."""

    name: str
    username: str = ''
    avatar: str = ''


@dataclass(frozen=True)
class Suggestion:
    """A suggestion: `label` is shown, with the `avatar` of a person; `text` is the whole resulting query."""

    label: str
    text: str
    avatar: str = ''


async def suggest(user_id: int, text: str) -> list[Suggestion]:
    """At most LIMIT suggestions for the filter at the end of a query, likeliest first; none if there is no filter."""
    unfinished = query.open_filter(text)
    if unfinished is None:
        return []
    if unfinished.key == FROM:
        return await engine.search(_suggest_people, user_id, unfinished)
    if unfinished.key == IN:
        return await engine.search(_suggest_rooms, user_id, unfinished)
    return _nearest(unfinished, map(Candidate, _fixed_values(unfinished.key)))


def _fixed_values(key: str) -> list[str]:
    values = {
        HAS: [pgettext('has:', 'file'), pgettext('has:', 'image'), pgettext('has:', 'link')],
        IS: [pgettext('is:', 'pinned')],
    }
    return values.get(key) or [pgettext('on:', 'today'), pgettext('on:', 'yesterday')]


def _suggest_people(user_id: int, unfinished: OpenFilter) -> list[Suggestion]:
    """People with a direct conversation come first, then the others by name."""
    contacts = names.contacts(names.readable(user_id), user_id)
    ranks = {person: number for number, person in enumerate(contacts)}
    people = sorted(_PEOPLE(), key=lambda row: (ranks.get(row[0], len(ranks)), fold_word(row[1])))
    return _nearest(
        unfinished,
        (Candidate(nick, username, avatar_url(user_id, nick, avatar)) for user_id, nick, username, avatar in people),
    )


def _suggest_rooms(user_id: int, unfinished: OpenFilter) -> list[Suggestion]:
    titles = names.titles(names.readable(user_id), user_id)
    return _nearest(unfinished, (Candidate(title or _('Notes to self')) for _room, title in titles))


def _nearest(unfinished: OpenFilter, candidates: Iterable[Candidate]) -> list[Suggestion]:
    """The candidates that fit the typed text best.

    A name that is typed in full is not offered, as nothing is left to complete.
    """
    typed = unfinished.value.lstrip('@#').strip()
    pattern, whole = NamePattern(typed), fold_word(typed)
    ranked: list[list[Candidate]] = [[] for _rank in RANKS]
    for candidate in candidates:
        if whole in (fold_word(candidate.name), fold_word(_strip_sign(candidate.name))):
            continue
        rank = WHOLE if pattern.is_empty else pattern.rank(candidate.name, candidate.username)
        if rank is not None and _quote(candidate.name):
            ranked[rank].append(candidate)
    best = [candidate for same in ranked for candidate in same][:LIMIT]
    return [
        Suggestion(candidate.name, f'{unfinished.before}{_quote(candidate.name)} ', candidate.avatar)
        for candidate in best
    ]


def _strip_sign(name: str) -> str:
    return _QUOTES.sub(' ', name).strip()


def _quote(name: str) -> str:
    bare = _strip_sign(name)
    return f'"{bare}"' if ' ' in bare else bare
