"""Parses what people type into a search as a query of the word index; any input is valid."""

import re
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cached_property

from messenger.index import word_forms
from messenger.search import dates
from messenger.search.conditions import Condition, Words, facts
from messenger.search.dates import Span

TERMS_LIMIT = 20
QUERY_LIMIT_CHARS = 500
PREFIX_MIN_CHARS = 2
FROM, IN, HAS, IS, BEFORE, AFTER, ON = 'from', 'in', 'has', 'is', 'before', 'after', 'on'
_KEYS = {FROM: ('from', 'от'), IN: ('in', 'в', 'во'), HAS: ('has', 'есть'), IS: ('is', 'это')}
_KEYS |= {BEFORE: ('before', 'до'), AFTER: ('after', 'после'), ON: ('on', 'during', 'за')}
_KEY = {word: key for key, words in _KEYS.items() for word in words}
_PART = re.compile(
    rf'(?P<not>-?)(?:(?P<key>{"|".join(_KEY)}):\s*)?'
    r'(?:["«“„](?P<phrase>[^"«»“”„]*)(?P<closed>["»”“])?|(?P<word>\S+))?',
    re.IGNORECASE,
)
_HAS = {'hasfile hasimage': 'file attachment document файл вложение документ'}
_HAS |= {'hasimage': 'image picture photo pic картинка изображение фото фотография рисунок'}
_HAS |= {'haslink': 'link url ссылка адрес'}
_FACTS = {word_forms.stem(word): facts.split() for facts, words in _HAS.items() for word in words.split()}
_PINNED = ('pin', 'закреп')


@dataclass
class Query:
    """A parsed query: conditions for the index, names still to be looked up, and what to mark in results.

    `senders`, `places` and `spans` each say whether they are wanted; `unknown` are filters (key, value) without a
    meaning, `skipped` are names that were not looked up.
    """

    wanted: list[Condition] = field(default_factory=list)
    unwanted: list[Condition] = field(default_factory=list)
    senders: list[tuple[str, bool]] = field(default_factory=list)
    places: list[tuple[str, bool]] = field(default_factory=list)
    spans: list[tuple[Span, bool]] = field(default_factory=list)
    pinned: bool | None = None
    stems: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        asked = self.wanted or self.unwanted or self.senders or self.places or self.spans
        return not asked and self.pinned is None

    @cached_property
    def initials(self) -> set[str]:
        """The first letters of the words that are marked in results."""
        return {word[0] for word in (*self.stems, *self.prefixes)}


def parse(text: str, zone: tzinfo = UTC) -> Query:
    """Parse `text`, with days in time zone `zone`; the last word may be only the beginning of a word."""
    query = Query()
    found = [part for part in _PART.finditer(text[:QUERY_LIMIT_CHARS]) if part[0].strip('-')][:TERMS_LIMIT]
    for number, part in enumerate(found):
        value, is_wanted = part['phrase'] if part['phrase'] is not None else part['word'] or '', not part['not']
        if part['key']:
            _take_filter(query, _KEY[part['key'].lower()], word_forms.folded(value).strip(), zone, wanted=is_wanted)
            continue
        is_last = number == len(found) - 1 and not part['closed'] and not text[-1:].isspace()
        _take_words(query, value, wanted=is_wanted, begun=is_last)
    return query


@dataclass(frozen=True)
class Begun:
    """An unfinished filter at the end: its `key`, its `value` so far, and all text `before` the value."""

    before: str
    key: str
    value: str


def begun(text: str) -> Begun | None:
    """The filter being typed at the end of `text`; None if there is none."""
    last = next((part for part in reversed(list(_PART.finditer(text))) if part[0]), None)
    if len(text) > QUERY_LIMIT_CHARS or last is None or not last['key'] or last['closed'] or last.end() < len(text):
        return None
    return Begun(text[: last.end('key') + 1], _KEY[last['key'].lower()], last['phrase'] or last['word'] or '')


def _take_filter(query: Query, key: str, value: str, zone: tzinfo, *, wanted: bool) -> None:
    """Add `key:value` to the query; one without a value yet is ignored."""
    value = value.lstrip('@#') if key in (FROM, IN) else value
    if not value:
        return
    if key == FROM:
        query.senders.append((value, wanted))
    elif key == IN:
        query.places.append((value, wanted))
    elif value.startswith(_PINNED) and key in (IS, HAS):
        query.pinned = wanted
    elif key == HAS and (known := _FACTS.get(word_forms.stem(value))):
        (query.wanted if wanted else query.unwanted).append(facts(known))
    elif key in (BEFORE, AFTER, ON) and (span := dates.span(key, value, zone)):
        query.spans.append((span, wanted))
    else:
        query.unknown.append((key, value))


def _take_words(query: Query, text: str, *, wanted: bool, begun: bool) -> None:
    pieces = list(word_forms.words(word_forms.folded(text)))
    if not pieces:
        return
    found, typed = word_forms.tokens(text), pieces[-1]
    before, last = tuple(found[:-1]), {(found[-1], False)}
    if len(pieces) == 1 and word_forms.is_unparted(typed):
        whole = word_forms.pairs(typed)[:-1]
        before, last = (tuple(whole[:-1]), {(whole[-1], False)}) if whole else ((), {(typed, True)})
        query.prefixes.add(typed)
    elif begun and wanted and not word_forms.is_unparted(typed) and len(''.join(pieces)) >= PREFIX_MIN_CHARS:
        endings = word_forms.finished(typed)
        last |= {(typed, True), *((stem, False) for stem in endings)}
        if len(typed) >= PREFIX_MIN_CHARS:
            query.prefixes.add(typed)
        query.stems.update(endings)
    (query.wanted if wanted else query.unwanted).append(Words(before, tuple(sorted(last))))
    if wanted:
        query.stems.update(found)
