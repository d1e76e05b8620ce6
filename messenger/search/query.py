"""Parses what people type into a search as a query; any input is valid, and a query never changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from messenger.index import word_forms
from messenger.search import filters, marks
from messenger.search.conditions import Words
from messenger.search.filters import KEYS, Filter, Meaning
from messenger.search.marks import Marks

TERMS_LIMIT = 20
QUERY_LIMIT_CHARS = 500
PREFIX_MIN_CHARS = 2
_PART = re.compile(
    rf'(?P<not>-?)(?:(?P<key>{"|".join(KEYS)}):\s*)?'
    r'(?:["«“„](?P<phrase>[^"«»“”„]*)(?P<closed>["»”“])?|(?P<word>\S+))?',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Term:
    """One condition of a query: that a message has `meaning`, or if not `is_wanted`, that it does not."""

    meaning: Words | Meaning
    is_wanted: bool = True
    marks: Marks = field(default=Marks(), compare=False)


@dataclass(frozen=True)
class Query:
    """A parsed query: messages must meet all `terms`. `unknown` are filters without a meaning."""

    terms: tuple[Term, ...] = ()
    unknown: tuple[Filter, ...] = ()

    @property
    def marks(self) -> Marks:
        """The words to highlight in results."""
        return marks.union(term.marks for term in self.terms if term.is_wanted)


def parse(text: str, zone: tzinfo = UTC) -> Query:
    """Parse `text`, with days in time zone `zone`; the last word may be only the beginning of a word."""
    found = [part for part in _PART.finditer(text[:QUERY_LIMIT_CHARS]) if part[0].strip('-')][:TERMS_LIMIT]
    last = found[-1] if found and not found[-1]['closed'] and not text[-1:].isspace() else None
    read = [_filter(part, zone) if part['key'] else _words(part, is_begun=part is last) for part in found]
    return Query(
        tuple(one for one in read if isinstance(one, Term)), tuple(one for one in read if isinstance(one, Filter))
    )


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
    return Begun(text[: last.end('key') + 1], KEYS[last['key'].lower()], last['phrase'] or last['word'] or '')


def _filter(part: re.Match[str], zone: tzinfo) -> Term | Filter | None:
    """The term of `key:value`, or the filter itself if it has no meaning; None if it has no value yet."""
    key = KEYS[part['key'].lower()]
    value = filters.bare(key, word_forms.folded(_value(part)).strip())
    if not value:
        return None
    meaning = filters.meaning(key, value, zone)
    return Filter(key, value) if meaning is None else Term(meaning, is_wanted=not part['not'])


def _words(part: re.Match[str], *, is_begun: bool) -> Term | None:
    """The term of a word or phrase; None if it has no word."""
    text, is_wanted = _value(part), not part['not']
    pieces = list(word_forms.words(word_forms.folded(text)))
    if not pieces:
        return None
    tokens, typed = word_forms.tokens(text), pieces[-1]
    if len(pieces) == 1 and word_forms.is_unparted(typed):
        return Term(_run(typed), is_wanted, Marks(frozenset(tokens), frozenset([typed])))
    if not is_begun or not is_wanted or word_forms.is_unparted(typed) or len(''.join(pieces)) < PREFIX_MIN_CHARS:
        return Term(_adjacent(tokens), is_wanted, Marks(frozenset(tokens)))
    endings = word_forms.finished(typed)
    last = {(typed, True), *((stem, False) for stem in endings)}
    prefixes = [typed] if len(typed) >= PREFIX_MIN_CHARS else []
    return Term(_adjacent(tokens, last), is_wanted, Marks(frozenset([*tokens, *endings]), frozenset(prefixes)))


def _adjacent(tokens: list[str], others: Iterable[tuple[str, bool]] = ()) -> Words:
    """Tokens one after another; the last of them may be one of `others` instead (token, whether it is a prefix)."""
    return Words(tuple(tokens[:-1]), tuple(sorted({(tokens[-1], False), *others})))


def _run(typed: str) -> Words:
    """A run of a script without spaces: all its pairs of characters, or words that begin with its only one."""
    pairs = word_forms.pairs(typed)[:-1]
    return _adjacent(pairs) if pairs else Words((), ((typed, True),))


def _value(part: re.Match[str]) -> str:
    return part['phrase'] if part['phrase'] is not None else part['word'] or ''
