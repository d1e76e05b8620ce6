"""Words as the search index holds them: folded and stemmed, Russian and English; other scripts cut into pairs."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

VERSION = 1
WORD_LIMIT_CHARS = 40
WORDS_KEPT = 100_000

# scripts that do not part words by blanks: Thai to Khmer, kana, Han, Hangul
_UNPARTED = (
    '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff'
)
_PIECE = re.compile(rf'(?P<pairs>[{_UNPARTED}]+)|(?P<word>[^\W_{_UNPARTED}]+)')
# what a word may still be waiting for while it is typed
_ENDINGS = """
ing ings ment ments ness tion tions ation ations ions ers ies ity ful fully able ably ively
ость ости остью остей ение ения ению ением ений ание ания анию анием аний ами ями ого его ому ему ыми ими
ющий ющая ющие вший вшая вшие ться тся ует уют овать ывать ировать ский ская ские
""".split()  # noqa: SIM905 - a text is easier to read and to add to
FINISHED_MIN_CHARS = 3
_russian = snowballstemmer.stemmer('russian')
_english = snowballstemmer.stemmer('english')


def folded(text: str) -> str:
    """`text` without differences of case and Unicode form; ё is е, as Russian readers expect."""
    return unicodedata.normalize('NFKC', text).casefold().replace('ё', 'е')


_folded = lru_cache(WORDS_KEPT)(folded)


def folded_word(word: str) -> str:
    """The same for one word, or one name: most were seen before."""
    return _folded(word) if len(word) <= WORD_LIMIT_CHARS else folded(word)


def words(text: str) -> Iterator[str]:
    """The words of folded text as they are typed; runs of unparted scripts as one."""
    for found in _PIECE.finditer(text):
        yield found[0]


def positions(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a text that is not folded stands (first, after last), and the word, folded."""
    for found in _PIECE.finditer(text):
        yield found.start(), found.end(), folded_word(found[0])


def tokens(text: str) -> list[str]:
    """What the index holds of `text`, in order."""
    return list(each_token(text))


def each_token(text: str) -> Iterator[str]:
    """The same, one at a time."""
    for piece in _PIECE.finditer(folded(text)):
        if piece['word']:
            yield stem(piece['word'])
        else:
            yield from pairs(piece['pairs'])


def pairs(run: str) -> list[str]:
    """A run of an unparted script as overlapping pairs, and its last sign alone."""
    return [run[at : at + 2] for at in range(len(run))]


def is_unparted(word: str) -> bool:
    """Whether a word of `words` is a run of an unparted script."""
    found = _PIECE.match(word)
    return found is not None and found['pairs'] is not None


def is_single(word: str) -> bool:
    """Whether a folded word has one token, its stem; a sign such as ½ may become two words when it is folded."""
    found = _PIECE.match(word)
    return found is not None and found['word'] == word


def keeps_initial(word: str) -> bool:
    """Whether the stem of a folded word begins with the same letter, as in English and Russian."""
    return word.isascii() or 'а' <= word[0] <= 'я'


def finished(begun: str) -> set[str]:
    """Stems, shorter than what is typed of a folded word so far, of words that it may become: deploym, deployment."""
    found = set()
    for ending in _ENDINGS:
        for cut in range(1, len(ending)):
            if begun.endswith(ending[:cut]):
                short = stem(begun + ending[cut:])
                if max(FINISHED_MIN_CHARS, len(begun) - cut - 1) <= len(short) < len(begun):
                    found.add(short)
    return found


def stem(word: str) -> str:
    """The stem of one folded word (Snowball), of its first WORD_LIMIT_CHARS; Latin letters lose their marks."""
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
