"""Word forms in the search index: Russian and English stems; scripts without spaces as pairs of characters."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

VERSION = 1
WORD_LIMIT_CHARS = 40
WORDS_KEPT = 100_000

# scripts not split by spaces: Thai to Khmer, kana, Han, Hangul
_UNPARTED = (
    '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff'
)
_PIECE = re.compile(rf'(?P<pairs>[{_UNPARTED}]+)|(?P<word>[^\W_{_UNPARTED}]+)')
# endings that may still be missing from a word while it is typed
_ENDINGS = """
ing ings ment ments ness tion tions ation ations ions ers ies ity ful fully able ably ively
ость ости остью остей ение ения ению ением ений ание ания анию анием аний ами ями ого его ому ему ыми ими
ющий ющая ющие вший вшая вшие ться тся ует уют овать ывать ировать ский ская ские
""".split()  # noqa: SIM905 - a text is easier to read and extend
FINISHED_MIN_CHARS = 3
_russian = snowballstemmer.stemmer('russian')
_english = snowballstemmer.stemmer('english')


def folded(text: str) -> str:
    """`text` with case and Unicode form unified; ё becomes е, as Russian readers expect."""
    return unicodedata.normalize('NFKC', text).casefold().replace('ё', 'е')


_folded = lru_cache(WORDS_KEPT)(folded)


def folded_word(word: str) -> str:
    """The same for one word or name, cached because most have been seen before."""
    return _folded(word) if len(word) <= WORD_LIMIT_CHARS else folded(word)


def words(text: str) -> Iterator[str]:
    """The words of folded text as typed; a run of a script without spaces counts as one word."""
    for found in _PIECE.finditer(text):
        yield found[0]


def positions(text: str) -> Iterator[tuple[int, int, str]]:
    """The position of each word in an unfolded text (start, end), and the folded word."""
    for found in _PIECE.finditer(text):
        yield found.start(), found.end(), folded_word(found[0])


def tokens(text: str) -> list[str]:
    """The index tokens of `text`, in order."""
    return list(each_token(text))


def each_token(text: str) -> Iterator[str]:
    """The same, one at a time."""
    for piece in _PIECE.finditer(folded(text)):
        if piece['word']:
            yield stem(piece['word'])
        else:
            yield from pairs(piece['pairs'])


def pairs(run: str) -> list[str]:
    """A run of a script without spaces as overlapping pairs, and its last character alone."""
    return [run[at : at + 2] for at in range(len(run))]


def is_unparted(word: str) -> bool:
    """Whether a word from `words` is a run of a script without spaces."""
    found = _PIECE.match(word)
    return found is not None and found['pairs'] is not None


def is_single(word: str) -> bool:
    """Whether a folded word is one token, its stem; folding can turn a character such as ½ into two words."""
    found = _PIECE.match(word)
    return found is not None and found['word'] == word


def keeps_initial(word: str) -> bool:
    """Whether the stem of a folded word keeps its first letter, as in English and Russian."""
    return word.isascii() or 'а' <= word[0] <= 'я'


def finished(begun: str) -> set[str]:
    """Stems of words that a partly typed folded word may become, if shorter than it: deploym may become deployment."""
    found = set()
    for ending in _ENDINGS:
        for cut in range(1, len(ending)):
            if begun.endswith(ending[:cut]):
                short = stem(begun + ending[cut:])
                if max(FINISHED_MIN_CHARS, len(begun) - cut - 1) <= len(short) < len(begun):
                    found.add(short)
    return found


def stem(word: str) -> str:
    """The stem (Snowball) of the first WORD_LIMIT_CHARS of a folded word; Latin letters lose their accents."""
    return _stem(word[:WORD_LIMIT_CHARS])


@lru_cache(WORDS_KEPT)
def _stem(word: str) -> str:
    if word.isascii():
        return str(_english.stemWord(word)) if word.isalpha() else word
    if 'а' <= word[0] <= 'я':
        return str(_russian.stemWord(word))
    if unicodedata.name(word[0], '').startswith('LATIN'):
        bare = ''.join(char for char in unicodedata.normalize('NFD', word) if not unicodedata.combining(char))
        return str(_english.stemWord(bare)) if bare.isascii() else bare
    return word
