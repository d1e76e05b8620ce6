"""Text encodings: whether bytes are text, and in which encoding.

Marks at the beginning (Unicode 16, 23.8) decide first, then whether the bytes are UTF-8 (RFC 3629). Of the encodings
with one byte a character, those for Russian are told apart by how often their letters are in real text, and
windows-1252 by letters that stand beside those of ASCII.
"""

import codecs
import math
import re
from collections import Counter

MARKS = (  # that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, 'utf-8-sig'),
    (codecs.BOM_UTF32_LE, 'utf-32'),
    (codecs.BOM_UTF32_BE, 'utf-32'),
    (codecs.BOM_UTF16_LE, 'utf-16'),
    (codecs.BOM_UTF16_BE, 'utf-16'),
)
WESTERN = 'windows-1252'
_RUSSIAN = ('windows-1251', 'koi8-r', 'cp866')
_NOT_TEXT = (b'%PDF-', b'{\\rtf')  # often without a control character in their first pages
# tab, line feed, vertical tab, form feed, carriage return; bell, backspace and escape, which terminals write into logs
_CONTROLS_IN_TEXT = b'\t\n\v\f\r\a\b\x1b'
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in _CONTROLS_IN_TEXT)
# how often each letter is in Russian text, of a thousand letters
_FREQUENCIES = dict(
    zip(
        'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё',
        (
            110,
            85,
            80,
            74,
            67,
            63,
            55,
            47,
            45,
            44,
            35,
            32,
            30,
            28,
            26,
            20,
            19,
            17,
            17,
            16,
            16,
            14,
            12,
            10,
            9,
            7,
            6,
            5,
            4,
            3,
            3,
            1,
            1,
        ),
        strict=True,
    )
)
_WORTH = {letter: math.log(frequency) for letter, frequency in _FREQUENCIES.items()}
_CAPITAL = 0.4  # what a capital letter is worth less
_WORTH |= {letter.upper(): worth - _CAPITAL for letter, worth in _WORTH.items()}
_TURNED = re.compile('[а-яё][А-ЯЁ]')  # "пРИВЕТ" is what another encoding makes of "Привет"
_RARE = 4.0  # the same for such a pair, and for signs that Russian text does not have
_SIGNS = frozenset('№«»—–…“”„‘’•·°§©®™±€×÷\xa0\xad─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬░▒▓█■')
_LEAST_SHARE = 0.9  # of the characters beyond ASCII that are Russian letters or such signs
_RUNS = re.compile(rb'[A-Za-z]?[\x80-\xff]+[A-Za-z]?')
_RUNS_LIMIT = 500
_BESIDE_SHARE = 0.7


def encoding_of(sample: bytes, *, is_whole: bool) -> str | None:
    """The name of the encoding for `bytes.decode`, or None if these bytes are not text.

    `is_whole` is False if the sample is only the beginning of a file, and may end within a character.
    """
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding if _decodes(sample, encoding, is_whole=is_whole) else None
    if has_controls(sample) or sample.startswith(_NOT_TEXT):
        return None
    if _decodes(sample, 'utf-8', is_whole=is_whole):
        return 'utf-8'
    return _of_one_byte(sample)


def has_controls(piece: bytes) -> bool:
    """Whether bytes of text without a mark at its beginning contain NUL or a control character."""
    return len(piece.translate(None, _CONTROLS)) != len(piece)


def _decodes(sample: bytes, encoding: str, *, is_whole: bool) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, is_whole)
    except UnicodeDecodeError:
        return False
    return encoding == 'utf-8' or not has_controls(text.encode('utf-8', 'replace'))


def _of_one_byte(sample: bytes) -> str | None:
    runs = _RUNS.findall(sample)[:_RUNS_LIMIT]
    beside = sum(run[:1].isalpha() or run[-1:].isalpha() for run in runs)  # of bytes: letters of ASCII
    if beside > _BESIDE_SHARE * len(runs):
        return WESTERN if _decodes(sample, WESTERN, is_whole=True) else None
    scores = {encoding: _russian_score(b' '.join(runs), encoding) for encoding in _RUSSIAN}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > -math.inf else None


def _russian_score(runs: bytes, encoding: str) -> float:
    """How much the characters beyond ASCII look like Russian; minus infinity if they do not at all."""
    try:
        text = runs.decode(encoding)
    except UnicodeDecodeError:
        return -math.inf
    counts = Counter(char for char in text if char > '\x7f')
    letters = sum(count for char, count in counts.items() if char in _WORTH)
    others = sum(count for char, count in counts.items() if char not in _WORTH and char not in _SIGNS)
    if not letters or others > (1 - _LEAST_SHARE) * counts.total():
        return -math.inf
    worth = sum(_WORTH.get(char, 0) * count for char, count in counts.items())
    return (worth - _RARE * (others + len(_TURNED.findall(text)))) / counts.total()
