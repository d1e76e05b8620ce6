"""How well typed text fits the names of a person: one rule for every place where people look for people.

Upper and lower case, accents and the order of the words do not count. A Latin name can be typed in Cyrillic and the
other way round, also in another spelling (yulia, julia), and with the keyboard in the other layout. The browser has the
same rule for the lists it filters itself: pages/client/people/name_match.js. Beyond that, the switcher forgives letters
left out: pages/client/switcher/fuzzy_match.js.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from messenger.keyboard_layouts import in_other_layout

QUERY_LIMIT_CHARS = 80
NAMES_KEPT = 30_000
WHOLE, START, WORD, OTHER_LAYOUT, PART = RANKS = range(5)  # from best to worst
CLEAR = (WHOLE, START, WORD)
_CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў'
_SOUNDS = 'a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sh - i - e iu ia i i e g u'.replace('-', '')
_LATIN = str.maketrans(dict(zip(_CYRILLIC, _SOUNDS.split(' '), strict=True)))
_BARE = str.maketrans(
    {'ł': 'l', 'ø': 'o', 'đ': 'd', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ı': 'i', 'ð': 'd', 'þ': 'th', 'ħ': 'h', 'ς': 'σ'}
)
_APOSTROPHES = re.compile("['`´‘’‛′ʹʻʼ＇]")  # people type any of them, or none
_SPELLINGS = (  # what Latin letters sound like, so that both spellings of a name become the same
    (re.compile('tch'), 'ch'),
    (re.compile('shch?|sch'), 'sh'),
    (re.compile('kh'), 'h'),
    (re.compile('[yj][eo]'), 'e'),
    (re.compile('[yj]'), 'i'),
    (re.compile('ph'), 'f'),
    (re.compile('x'), 'ks'),
    (re.compile('ck|c(?!h)|q'), 'k'),
    (re.compile('w'), 'v'),
    (re.compile('nder'), 'ndr'),
    (re.compile(r'([a-z])\1'), r'\1'),
)
_RARE_SPELLINGS = str.maketrans({'j': 'zh', 'c': 'ts'})  # jenya, cvetkov: tried for what is typed only
_NOT_IN_WORDS = re.compile(r'[^\w]+|_')


class Form(NamedTuple):
    """A folded text: `spaced`, with a space before each word, and `joined`, without any."""

    spaced: str
    joined: str
    words: list[str]


class Forms(NamedTuple):
    """A name as it is compared: `as_written`, and its `sound` in Latin letters."""

    as_written: Form
    sound: Form


def _fold(text: str) -> str:
    joined = _APOSTROPHES.sub('', unicodedata.normalize('NFC', text))
    unified = unicodedata.normalize('NFKD', unicodedata.normalize('NFKC', joined).casefold())
    bare = ''.join(char for char in unified if unicodedata.category(char)[0] != 'M').translate(_BARE)
    return ''.join(f' {word}' for word in _NOT_IN_WORDS.sub(' ', bare).split())


def _sound(folded: str) -> str:
    latin = folded.translate(_LATIN)
    for spelling, sound in _SPELLINGS:
        latin = spelling.sub(sound, latin)
    return latin


@lru_cache(NAMES_KEPT)
def forms(name: str) -> Forms:
    """The forms of a name, kept because the same names are compared again and again."""
    folded = _fold(name)
    return Forms(_form(folded), _form(_sound(folded)))


def _form(spaced: str) -> Form:
    return Form(spaced, spaced.replace(' ', ''), spaced.split())


class NamePattern:
    """A typed text, ready to be compared with names."""

    def __init__(self, typed: str) -> None:
        text = typed[:QUERY_LIMIT_CHARS].strip()
        folded, swapped = _fold(text), _fold(in_other_layout(text))
        self.is_empty = not text.strip('@ ')
        self._signs = '' if self.is_empty or folded else text  # such as an emoji
        sounds = (_sound(folded), _sound(folded.replace('ch', 'ч').translate(_RARE_SPELLINGS)))
        self._written = _form(folded)
        self._sounds = [_form(sound) for sound in dict.fromkeys(sounds)]
        self._swapped = Forms(_form(swapped), _form(_sound(swapped)))

    def rank(self, *names: str) -> int | None:
        """How well the best of a person's names fits: one of RANKS; None if none of them does."""
        if self._signs:
            return PART if any(self._signs in name for name in names) else None
        return min((rank for name in dict.fromkeys(names) for rank in self._ranks(forms(name))), default=None)

    def has_whole_words(self, *names: str) -> bool:
        """Whether everything that is typed are whole words of one of these names."""
        return any(
            typed.words and set(typed.words) <= set(form.words)
            for written, sound in map(forms, names)
            for typed, form in [
                (self._written, written),
                *((typed, sound) for typed in self._sounds),
                *zip(self._swapped, (written, sound), strict=True),
            ]
        )

    def _ranks(self, name: Forms) -> Iterator[int]:
        rank = _rank(self._written, name.as_written)
        if rank is not None:
            yield rank
        for sound in self._sounds:
            rank = _rank(sound, name.sound)
            if rank is not None and rank != PART:  # parts of words sound alike by chance
                yield rank
        if _rank(self._swapped.as_written, name.as_written) in CLEAR or _rank(self._swapped.sound, name.sound) in CLEAR:
            yield OTHER_LAYOUT


def _rank(typed: Form, name: Form) -> int | None:
    words = typed.words
    if not words or words[0] not in name.joined or len(words) > len(name.words):
        return None
    if name.spaced.startswith(typed.spaced):
        return WHOLE if name.spaced == typed.spaced else START
    if all(f' {word}' in name.spaced for word in words):
        return WORD
    if len(words) == 1 and any(''.join(name.words[start:]).startswith(words[0]) for start in range(len(name.words))):
        return WORD  # typed without the spaces, dots or hyphens of the name
    return PART if typed.spaced[1:] in name.spaced else None
