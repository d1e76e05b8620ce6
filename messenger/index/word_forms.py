"""Word forms in the search index: Russian and English stems; scripts without spaces as pairs of characters."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from messenger.index.folding import WORD_LIMIT_CHARS, WORDS_KEPT, fold
from messenger.index.pieces import compounds, is_plain, is_sign, is_unparted, pairs, parts, words

VERSION = 2

# endings that may still be missing from a word while it is typed
_ENDINGS = """
ing ings ment ments ness tion tions ation ations ions ers ies ity ful fully able ably ively
ость ости остью остей ение ения ению ением ений ание ания анию анием аний ами ями ого его ому ему ыми ими
ющий ющая ющие вший вшая вшие ться тся ует уют овать ывать ировать ский ская ские
""".split()  # noqa: SIM905 - a text is easier to read and extend
FINISHED_MIN_CHARS = 3
_russian = snowballstemmer.stemmer('russian')
_english = snowballstemmer.stemmer('english')

# letters and digits that are searched for as another one
_SPELLINGS: dict[int, int | str] = str.maketrans('łøđıħ', 'lodih') | str.maketrans({'æ': 'ae', 'œ': 'oe'})
_SPELLINGS |= str.maketrans('أإآٱىیک', 'ااااييك')
_SPELLINGS |= {start + digit: str(digit) for start in (0x660, 0x6F0, 0x966) for digit in range(10)}
# SQLite's tokenizer separates words at the vowels of Indian scripts, and at signs, but not at private characters
_SPELLINGS |= {
    code: 0xE000 + code - 0x900 for code in range(0x900, 0xE00) if unicodedata.category(chr(code)) in ('Mn', 'Mc')
}
_SIGN = '\ue500'


def tokens(text: str) -> list[str]:
    """The tokens of `text`, in order: the stems of its words."""
    return [token for word in words(fold(text)) for token in _tokens_of(word)]


def index_tokens(text: str) -> Iterator[str]:
    """The tokens of `text` as it is indexed: also those of words joined by a sign, and of numbers joined to letters."""
    text, others = fold(text), dict[str, None]()
    plain = is_plain(text)
    for word in words(text):
        if plain:
            yield stem(word)
        else:
            yield from _tokens_of(word)
        if not word.isalpha():
            others.update(dict.fromkeys(parts(word)))
    others.update((joined, None) for _, _, joined in compounds(text))
    yield from map(stem, others)


def _tokens_of(word: str) -> list[str]:
    return pairs(word) if is_unparted(word) else [stem(word)]


def keeps_initial(word: str) -> bool:
    """Whether the stem of a folded word keeps its first letter, as in English and Russian."""
    return word.isascii() or 'а' <= word[0] <= 'я'


def finish_word(begun: str) -> set[str]:
    """Stems of words that a partly typed folded word may become, if shorter than it: deploym may become deployment."""
    stems = set()
    for ending in _ENDINGS:
        for cut in range(1, len(ending)):
            if begun.endswith(ending[:cut]):
                short = stem(begun + ending[cut:])
                if max(FINISHED_MIN_CHARS, len(begun) - cut - 1) <= len(short) < len(begun):
                    stems.add(short)
    return stems


def stem(word: str) -> str:
    """The stem (Snowball) of the first WORD_LIMIT_CHARS of a folded word; Latin letters lose their accents."""
    return _stem(word[:WORD_LIMIT_CHARS])


@lru_cache(WORDS_KEPT)
def _stem(word: str) -> str:
    if 'а' <= word[0] <= 'я':
        return str(_russian.stemWord(word))
    spelled = spelling(word)
    return str(_english.stemWord(spelled)) if spelled.isascii() and spelled.isalpha() else spelled


def spelling(word: str) -> str:
    """A folded word as the index spells it: without accents, and signs as codes."""
    if keeps_initial(word):
        return word
    if is_sign(word):
        return _SIGN + ''.join(f'{ord(char):x}' for char in word)
    if unicodedata.name(word[0], '').startswith(('LATIN', 'GREEK')):
        word = ''.join(char for char in unicodedata.normalize('NFD', word) if not unicodedata.combining(char))
    return word.translate(_SPELLINGS)
