"""The pieces of a text that can be found: words, runs of scripts without spaces, and signs such as emoji."""

import re
from collections.abc import Iterator

from messenger.index.folding import IGNORED, fold_word

# scripts not split by spaces: Thai to Khmer, kana, Han, Hangul
_UNPARTED = (
    '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff'
)
# vowels of Indian scripts, which Python does not count as parts of a word
_VOWELS = (
    '\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7'
    '\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b57'
    '\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3e-\u0d4d'
    '\u0d57\u0d82\u0d83\u0dca-\u0ddf\u07a6-\u07b0'
)
_KEPT = f'[{IGNORED}{_VOWELS}]'
_LETTER = rf'[^\W_{_UNPARTED}]'
_SIGN = (
    '[\u00a2-\u00a6\u00a9\u00ae\u00b0\u00b1\u00d7\u00f7\u20a0-\u20cf\u2190-\u2211\u2213-\u23ff\u25a0-\u27bf\u2900-\u297f'
    '\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]'
)
_FLAGS = '\U0001f1e6-\U0001f1ff'
_PIECE = re.compile(
    rf'(?P<pairs>[{_UNPARTED}](?:[{_UNPARTED}]|[{IGNORED}])*+)'
    rf'|(?P<word>{_LETTER}++(?:{_KEPT}++{_LETTER}*+)*+)'
    rf'|(?P<sign>(?:[{_FLAGS}]{{2}}|{_SIGN})[{IGNORED}]*+(?:(?<=\u200d){_SIGN}[{IGNORED}]*+)*+)'
)
# most texts have only plain words, which are found four times as fast
_PLAIN = re.compile(r'[^\W_]+')
_NOT_PLAIN = re.compile(f'{_SIGN}|[{_FLAGS}{_UNPARTED}{_VOWELS}]')
# what joins words that others write as one: Wi-Fi, e_mail, Node.js, O'Brien, AT&T
_JOINERS = "-_.&\u00b7\u2010-\u2013\u2212\u05be\u05f3\u05f4'\u2018\u2019\u02bc"
_JOINER = re.compile(rf'[{_JOINERS}](?=\w)')
JOINED_LIMIT = 6
_NUMBERED = re.compile(r'(?P<letters>\D+)(?P<number>\d{2,})|(?P<digits>\d{2,})(?P<unit>\D+)')

Position = tuple[int, int, str]


def is_plain(text: str) -> bool:
    """Whether folded text has only words with spaces between them: no signs, and no script without spaces."""
    return text.isascii() or not _NOT_PLAIN.search(text)


def words(text: str) -> list[str]:
    """The pieces of folded text as typed; a run of a script without spaces counts as one word."""
    return _PLAIN.findall(text) if is_plain(text) else [match[0] for match in _PIECE.finditer(text)]


def positions(text: str) -> Iterator[Position]:
    """The position of each piece in an unfolded text (start, end), and the folded piece."""
    for match in _PIECE.finditer(text):
        if word := fold_word(match[0]):
            yield match.start(), match.end(), word


def compounds(text: str) -> Iterator[Position]:
    """The words of a text that are joined by one sign, as one folded word: for x-ray-tube xraytube, xray and raytube.

    Digits are not joined, as 15.42 is not 1542.
    """
    if not _JOINER.search(text):
        return
    chain: list[Position] = []
    for piece in positions(text):
        if chain and not _is_joined(text, chain[-1], piece):
            yield from _compounds(chain)
            chain = []
        chain.append(piece)
    yield from _compounds(chain)


def whole_compound(text: str) -> str:
    """All words of a text as one, if each is joined to the next by a sign; otherwise empty."""
    first, found_positions = next(compounds(text), None), list(positions(text))
    return first[2] if first and (first[0], first[1]) == (found_positions[0][0], found_positions[-1][1]) else ''


def _is_joined(text: str, first: Position, second: Position) -> bool:
    (_, end, before), (start, _, after) = first, second
    if start != end + 1 or not _JOINER.match(text, end) or (before[-1].isdecimal() and after[0].isdecimal()):
        return False
    return is_word(before) and is_word(after)


def _compounds(chain: list[Position]) -> Iterator[Position]:
    if not 2 <= len(chain) <= JOINED_LIMIT:
        return
    spans = [(0, len(chain)), *((index, index + 2) for index in range(len(chain) - 1) if len(chain) > 2)]
    for first, end in spans:
        group = chain[first:end]
        yield group[0][0], group[-1][1], ''.join(word for _, _, word in group)


def parts(word: str) -> list[str]:
    """The number in a folded word and the letters before or after it, so that 1542 finds INV1542."""
    match = _NUMBERED.fullmatch(word)
    return [part for part in match.groups() if part and len(part) > 1] if match else []


def pairs(run: str) -> list[str]:
    """A run of a script without spaces as overlapping pairs, and its last character alone."""
    return [run[index : index + 2] for index in range(len(run))]


def is_unparted(word: str) -> bool:
    """Whether a word from `words` is a run of a script without spaces."""
    match = _PIECE.match(word)
    return match is not None and match['pairs'] is not None


def is_word(word: str) -> bool:
    """Whether a folded piece is one word with letters or digits; folding can turn ½ into two words."""
    match = _PIECE.match(word)
    return match is not None and match['word'] == word


def is_sign(word: str) -> bool:
    """Whether a folded piece is one sign, such as an emoji."""
    match = _PIECE.match(word)
    return match is not None and match['sign'] == word
