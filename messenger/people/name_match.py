"""How well typed text fits the names of a person: one rule for every place where people look for people.

Upper and lower case, accents and the order of the words do not count. A Latin name can be typed in Cyrillic and the
other way round, also in another spelling (yulia, julia), and with the keyboard in the other layout. Beyond that, the
switcher forgives letters left out: see pages/client/switcher/fuzzy_match.js.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from messenger.keyboard_layouts import in_other_layout

QUERY_LIMIT_CHARS = 80
NAMES_KEPT = 30_000
WHOLE, START, WORD, PART = RANKS = range(4)  # from best to worst
_CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў'
_SOUNDS = 'a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sh - i - e iu ia i i e g u'.replace('-', '')
_LATIN = str.maketrans(dict(zip(_CYRILLIC, _SOUNDS.split(' '), strict=True)))
_BARE = str.maketrans({'ł': 'l', 'ø': 'o', 'đ': 'd', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ı': 'i', 'ð': 'd', 'þ': 'th'})
_SPELLINGS = (  # what Latin letters sound like, so that both spellings of a name become the same
    (re.compile('s(?:h)?ch'), 'sh'),
    (re.compile('kh'), 'h'),
    (re.compile('[yj][eo]'), 'e'),
    (re.compile('[yj]'), 'i'),
    (re.compile('ph'), 'f'),
    (re.compile('x'), 'ks'),
    (re.compile('ck|c(?!h)|q'), 'k'),
    (re.compile('w'), 'v'),
    (re.compile(r'([a-z])\1'), r'\1'),
)
_NOT_IN_WORDS = re.compile(r'[^\w]+|_')


class Forms(NamedTuple):
    """A name as it is compared, with a space before each word: `as_written`, and its `sound` in Latin letters."""

    as_written: str
    sound: str


def _folded(text: str) -> str:
    unified = unicodedata.normalize('NFKD', unicodedata.normalize('NFKC', text).casefold())
    bare = ''.join(char for char in unified if not unicodedata.combining(char)).translate(_BARE)
    words = _NOT_IN_WORDS.sub(' ', bare).split()
    return ''.join(f' {word}' for word in words)


def _sound(folded: str) -> str:
    latin = folded.translate(_LATIN)
    for spelling, sound in _SPELLINGS:
        latin = spelling.sub(sound, latin)
    return latin


@lru_cache(NAMES_KEPT)
def forms(name: str) -> Forms:
    """The forms of a name, kept because the same names are compared again and again."""
    folded = _folded(name)
    return Forms(folded, _sound(folded))


class NamePattern:
    """A typed text, ready to be compared with names."""

    def __init__(self, typed: str) -> None:
        text = typed[:QUERY_LIMIT_CHARS].strip()
        written = dict.fromkeys((_folded(text), _folded(in_other_layout(text))))
        sound = _sound(_folded(text))
        self.is_empty = not text.strip('@ ')
        self._signs = '' if self.is_empty or _folded(text) else text  # such as an emoji
        self._written = [(pattern, pattern.split()) for pattern in written if pattern]
        self._sound = (sound, sound.split())

    def rank(self, *names: str) -> int | None:
        """How well the best of a person's names fits: WHOLE, START, WORD or PART; None if none of them does."""
        if self._signs:
            return PART if any(self._signs in name for name in names) else None
        return min((rank for name in dict.fromkeys(names) for rank in self._ranks(forms(name))), default=None)

    def _ranks(self, name: Forms) -> Iterator[int]:
        for pattern, words in self._written:
            rank = _rank(pattern, words, name.as_written)
            if rank is not None:
                yield rank
        rank = _rank(*self._sound, name.sound)
        if rank is not None and rank != PART:  # parts of words sound alike by chance
            yield rank


def _rank(pattern: str, words: list[str], name: str) -> int | None:
    if not words:
        return None
    if words[0] not in name:
        return WORD if len(words) == 1 and words[0] in name.replace(' ', '') else None
    if name.startswith(pattern):
        return WHOLE if name == pattern else START
    if all(f' {word}' in name for word in words):
        return WORD
    return PART if pattern[1:] in name else None
