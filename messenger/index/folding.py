"""Folding: text in the form in which words are compared, without what readers do not see or do not tell apart."""

import re
import unicodedata
from functools import lru_cache

WORD_LIMIT_CHARS = 40
WORDS_KEPT = 100_000

# signs that combine with a letter, and signs without a width; й and ё are letters of their own by then
_ACCENTS = '\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f'
_HEBREW_VOWELS = '\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7'
_ARABIC_VOWELS = (
    '\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff'
)
_SYRIAC_VOWELS = '\u0711\u0730-\u074a'
_INVISIBLE = '\u00ad\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef'
_SKIN_TONES = '\U0001f3fb-\U0001f3ff'
IGNORED = _ACCENTS + _HEBREW_VOWELS + _ARABIC_VOWELS + _SYRIAC_VOWELS + _INVISIBLE + _SKIN_TONES
_IGNORED = re.compile(f'[{IGNORED}]+')

# signs that Unicode would turn into letters of the next word: №1542 would become no1542
_NOT_LETTERS = re.compile('[\u00aa\u00ba\u2100-\u2109\u2116\u2117\u2120-\u2122\u213b]')


def fold(text: str) -> str:
    """`text` with case and Unicode form unified, without accents; ё becomes е, as Russian readers expect.

    Latin and Greek letters that Unicode joins with their accents keep them.
    """
    if text.isascii():
        return text.lower()
    unified = unicodedata.normalize('NFKC', _NOT_LETTERS.sub(' ', text)).casefold()
    return _IGNORED.sub('', unified).replace('ё', 'е')


_folded = lru_cache(WORDS_KEPT)(fold)


def fold_word(word: str) -> str:
    """The same for one word or name, cached because most have been seen before."""
    return _folded(word) if len(word) <= WORD_LIMIT_CHARS else fold(word)
