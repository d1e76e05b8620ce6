"""What people type into a search, as a query of the word index; any input is valid."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from messenger.services import search_words

TERMS_LIMIT = 20
QUERY_LIMIT_CHARS = 500
PREFIX_MIN_CHARS = 2
_PART = re.compile(r'(?P<not>-?)(?:(?P<key>\w+):)?(?:["«](?P<phrase>[^"»]*)["»]?|(?P<word>\S+))')
_DATES = (
    (re.compile(r'(\d{4})-(\d\d?)-(\d\d?)'), (1, 2, 3)),
    (re.compile(r'(\d\d?)\.(\d\d?)\.(\d{4})'), (3, 2, 1)),
    (re.compile(r'(\d{4})-(\d\d?)'), (1, 2, 0)),
    (re.compile(r'(\d{4})'), (1, 0, 0)),
)
_HAS = {'file': ('hasfile', 'hasimage'), 'image': ('hasimage',), 'link': ('haslink',)}
_HAS |= {'файл': _HAS['file'], 'картинка': _HAS['image'], 'ссылка': _HAS['link']}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass
class Query:
    """A parsed query: conditions of the index, names that have to be looked up, and what to mark in results.

    `wanted` and `unwanted` are conditions in FTS5's language; `senders` and `places` are (name, is wanted).
    """

    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    senders: list[tuple[str, bool]] = field(default_factory=list)
    places: list[tuple[str, bool]] = field(default_factory=list)
    pinned: bool | None = None
    stems: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.wanted or self.unwanted or self.senders or self.places) and self.pinned is None


def parse(text: str) -> Query:
    """The query in `text`; a word that stands last is taken as the beginning of one."""
    query = Query()
    parts = list(_PART.finditer(text[:QUERY_LIMIT_CHARS]))[:TERMS_LIMIT]
    for number, part in enumerate(parts):
        value = part['phrase'] if part['phrase'] is not None else part['word']
        key = search_words.folded(part['key'] or '')
        if key and _take_filter(query, key, value, wanted=not part['not']):
            continue
        is_last = number == len(parts) - 1 and part['phrase'] is None and not text[-1:].isspace()
        _take_words(query, f'{key} {value}' if key else value, wanted=not part['not'], begun=is_last)
    return query


def _take_filter(query: Query, key: str, value: str, *, wanted: bool) -> bool:
    """Whether `key:value` is a filter; it is in the query then."""
    conditions = query.wanted if wanted else query.unwanted
    if key in ('from', 'от') and value:
        query.senders.append((value.removeprefix('@'), wanted))
    elif key in ('in', 'в') and value:
        query.places.append((value.removeprefix('#'), wanted))
    elif key in ('has', 'есть') and value in _HAS:
        conditions.append(facts(_HAS[value]))
    elif (key, value) in (('is', 'pinned'), ('это', 'закреплено')):
        query.pinned = wanted
    elif key in ('before', 'after', 'до', 'после') and (first := _day(value)):
        is_before = key in ('before', 'до')
        spans = _spans(date(_FIRST_YEAR, 1, 1), first) if is_before else _spans(first, date(_LAST_YEAR, 1, 1))
        if spans:
            conditions.append(facts(spans))
    else:
        return False
    return True


def _take_words(query: Query, text: str, *, wanted: bool, begun: bool) -> None:
    pieces = list(search_words.words(search_words.folded(text)))
    if not pieces:
        return
    found = search_words.tokens(text)
    condition = f'{{words}} : "{" ".join(found)}"'
    if len(pieces) == 1:
        typed = pieces[0]
        if search_words.is_unparted(typed):
            whole = search_words.pairs(typed)[:-1]
            condition = f'{{words}} : "{" ".join(whole)}"' if whole else f'{{words}} : "{typed}" *'
            query.prefixes.add(typed)
        elif begun and wanted and len(typed) >= PREFIX_MIN_CHARS:
            condition = f'({condition} OR {{words}} : "{typed}" *)'
            query.prefixes.add(typed)
    (query.wanted if wanted else query.unwanted).append(condition)
    if wanted:
        query.stems.update(found)


def facts(names: tuple[str, ...] | list[str]) -> str:
    """The condition that a message has one of these facts."""
    return '{facts} : (' + ' OR '.join(f'"{name}"' for name in names) + ')'


def _day(value: str) -> date | None:
    """The day of a date, or the first one of a month or year."""
    for pattern, (year_at, month_at, day_at) in _DATES:
        found = pattern.fullmatch(value)
        if not found:
            continue
        year, month = int(found[year_at]), int(found[month_at]) if month_at else 1
        day = int(found[day_at]) if day_at else 1
        try:
            return date(year, month, day) if _FIRST_YEAR <= year < _LAST_YEAR else None
        except ValueError:
            return None
    return None


def _spans(first: date, end: date) -> list[str]:
    """Years, months and days that make up the days from `first` to before `end`."""
    spans, day = [], first
    while day < end:
        year_end = date(day.year + 1, 1, 1)
        month_end = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day.month == day.day == 1 and year_end <= end:
            spans.append(f'y{day:%Y}')
            day = year_end
        elif day.day == 1 and month_end <= end:
            spans.append(f'm{day:%Y%m}')
            day = month_end
        else:
            spans.append(f'd{day:%Y%m%d}')
            day += timedelta(days=1)
    return spans
