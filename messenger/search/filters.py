"""Filters in a search, such as `from:anna`: their names, and how the value of each is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from messenger.index import word_forms
from messenger.search import dates
from messenger.search.conditions import Facts, any_fact
from messenger.search.dates import Span

FROM, IN, HAS, IS, BEFORE, AFTER, ON = 'from', 'in', 'has', 'is', 'before', 'after', 'on'
_SPELLINGS = {FROM: ('from', 'от'), IN: ('in', 'в', 'во'), HAS: ('has', 'есть'), IS: ('is', 'это')}
_SPELLINGS |= {BEFORE: ('before', 'до'), AFTER: ('after', 'после'), ON: ('on', 'during', 'за')}
KEYS = {spelling: key for key, spellings in _SPELLINGS.items() for spelling in spellings}
_HAS = {'hasfile hasimage': 'file attachment document файл вложение документ'}
_HAS |= {'hasimage': 'image picture photo pic картинка изображение фото фотография рисунок'}
_HAS |= {'haslink': 'link url ссылка адрес'}
_FACTS = {word_forms.stem(word): any_fact(names.split()) for names, words in _HAS.items() for word in words.split()}
_PINNED = ('pin', 'закреп')


class Filter(NamedTuple):
    """A filter as typed: its `key`, one of the above, and its folded `value`."""

    key: str
    value: str


class Name(Filter):
    """A filter whose value is the name of a person (`from:`) or of a room (`in:`), still to be looked up."""

    __slots__ = ()


@dataclass(frozen=True)
class Pinned:
    """The condition that a message is pinned."""


Meaning = Facts | Span | Name | Pinned


def meaning(key: str, value: str, zone: tzinfo) -> Meaning | None:
    """What a filter with a folded value asks for, with days in time zone `zone`; None if there is no such filter."""
    return _READERS[key](key, value, zone)


def strip_sign(key: str, value: str) -> str:
    """The value without the sign that people write before names."""
    return value.lstrip('@#') if key in (FROM, IN) else value


def _name(key: str, value: str, _zone: tzinfo) -> Meaning:
    return Name(key, value)


def _pin(_key: str, value: str, _zone: tzinfo) -> Meaning | None:
    return Pinned() if value.startswith(_PINNED) else None


def _part(key: str, value: str, zone: tzinfo) -> Meaning | None:
    return _pin(key, value, zone) or _FACTS.get(word_forms.stem(value))


_READERS: dict[str, Callable[[str, str, tzinfo], Meaning | None]] = {
    **{FROM: _name, IN: _name, HAS: _part, IS: _pin},
    **{BEFORE: dates.span, AFTER: dates.span, ON: dates.span},
}
