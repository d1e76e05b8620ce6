"""Parses what people type into a search as a query; any input is valid, and a query never changes."""

import re
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from messenger.index import pieces, word_forms
from messenger.index.folding import fold
from messenger.search import filters, marks
from messenger.search.conditions import Forms, Phrase
from messenger.search.filters import KEYS, Filter, Meaning
from messenger.search.marks import Marks

TERMS_LIMIT = 20
QUERY_LIMIT_CHARS = 500
PREFIX_MIN_CHARS = 2
# a minus before another is part of the word, as in --force
_PART = re.compile(
    rf'(?P<not>-(?![-\u2010-\u2015\u2212]))?(?:(?P<key>{"|".join(KEYS)}):\s*)?'
    r'(?:["«“„](?P<phrase>[^"«»“”„]*)(?P<closed>["»”“])?|(?P<word>\S+))?',
    re.IGNORECASE,
)
_LIKE_FILTER = re.compile(r'([^\W\d_]{2,}):(?!:|//|\d+$)(\S+)')
_UNFINISHED = '-@#"«»“”„'


@dataclass(frozen=True)
class Term:
    """One condition of a query: that a message has `meaning`, or if not `is_required`, that it does not.

    `position` is where its word or name was typed (start, end), for all but phrases.
    """

    meaning: Phrase | Meaning
    is_required: bool = True
    marks: Marks = field(default=Marks(), compare=False)
    position: tuple[int, int] | None = None


@dataclass(frozen=True)
class Query:
    """A parsed query: messages must meet all `terms`. `unknown` are filters without a meaning.

    `doubtful` are words that look like filters (key, value), and `is_vain` says that only punctuation was typed.
    """

    terms: tuple[Term, ...] = ()
    unknown: tuple[Filter, ...] = ()
    doubtful: tuple[Filter, ...] = ()
    is_vain: bool = False

    @property
    def marks(self) -> Marks:
        """The words to highlight in results."""
        return marks.union(term.marks for term in self.terms if term.is_required)


def parse(text: str, zone: tzinfo = UTC) -> Query:
    """Parse `text`, with days in time zone `zone`; the last word may be only the beginning of a word."""
    parts = [part for part in _PART.finditer(text[:QUERY_LIMIT_CHARS]) if part[0].strip('-')][:TERMS_LIMIT]
    last = parts[-1] if parts and not parts[-1]['closed'] and not text[-1:].isspace() else None
    parsed = [_filter(part, zone) if part['key'] else _words(part, is_prefix=part is last) for part in parts]
    terms = tuple(item for item in parsed if isinstance(item, Term))
    unknown = tuple(item for item in parsed if isinstance(item, Filter))
    doubtful = (_LIKE_FILTER.fullmatch(part['word'] or '') for part in parts if not part['key'])
    is_vain = not terms and not unknown and any(_value(part).strip(_UNFINISHED) for part in parts)
    return Query(terms, unknown, tuple(Filter(like[1], like[2]) for like in doubtful if like), is_vain)


@dataclass(frozen=True)
class OpenFilter:
    """An unfinished filter at the end: its `key`, its `value` so far, and all text `before` the value."""

    before: str
    key: str
    value: str


def open_filter(text: str) -> OpenFilter | None:
    """The filter being typed at the end of `text`; None if there is none."""
    last = next((part for part in reversed(list(_PART.finditer(text))) if part[0]), None)
    if len(text) > QUERY_LIMIT_CHARS or last is None or not last['key'] or last['closed'] or last.end() < len(text):
        return None
    return OpenFilter(text[: last.end('key') + 1], KEYS[last['key'].lower()], last['phrase'] or last['word'] or '')


def _filter(part: re.Match[str], zone: tzinfo) -> Term | Filter | None:
    """The term of `key:value`, or the filter itself if it has no meaning; None if it has no value yet."""
    key = KEYS[part['key'].lower()]
    value = filters.strip_sign(key, fold(_value(part)).strip())
    if not value:
        return None
    meaning = filters.meaning(key, value, zone)
    return (
        Filter(key, value)
        if meaning is None
        else Term(meaning, not part['not'], position=(part.end('key') + 1, part.end()))
    )


def _words(part: re.Match[str], *, is_prefix: bool) -> Term | None:
    """The term of a word or phrase; None if it has no word."""
    text, is_required = _value(part), not part['not']
    typed = list(pieces.words(fold(text)))
    if not typed:
        return None
    tokens, last = word_forms.tokens(text), typed[-1]
    if len(typed) == 1 and pieces.is_unparted(last):
        return Term(_run(last), is_required, Marks(frozenset(tokens), frozenset([last])))
    is_prefix = is_prefix and is_required and pieces.is_word(last) and len(''.join(typed)) >= PREFIX_MIN_CHARS
    last_forms = _forms(last, is_prefix=is_prefix)
    joined_forms = _forms(pieces.whole_compound(text), is_prefix=is_prefix)
    stems = [*tokens, *(form for form, is_prefix in (*last_forms, *joined_forms) if not is_prefix)]
    prefixes = [form for form, is_prefix in (*last_forms, *joined_forms) if is_prefix and len(form) >= PREFIX_MIN_CHARS]
    phrase = Phrase(tuple(tokens[:-1]), _sort_forms({(tokens[-1], False), *last_forms}), _sort_forms(joined_forms))
    return Term(
        phrase, is_required, Marks(frozenset(stems), frozenset(prefixes)), part.span('word') if part['word'] else None
    )


def _forms(word: str, *, is_prefix: bool) -> set[tuple[str, bool]]:
    """The tokens that a word, whole or unfinished, may have in the index, each (token, whether it is a prefix)."""
    if not word:
        return set()
    forms = {(word_forms.stem(word), False)}
    if is_prefix:
        forms |= {(word_forms.spelling(word), True), *((ending, False) for ending in word_forms.finish_word(word))}
    return forms


def _run(typed: str) -> Phrase:
    """A run of a script without spaces: all its pairs of characters, or words that begin with its only one."""
    pairs = pieces.pairs(typed)[:-1]
    return Phrase(tuple(pairs[:-1]), ((pairs[-1], False),)) if pairs else Phrase((), ((typed, True),))


def _sort_forms(forms: set[tuple[str, bool]]) -> Forms:
    return tuple(sorted(forms))


def _value(part: re.Match[str]) -> str:
    return part['phrase'] if part['phrase'] is not None else part['word'] or ''
