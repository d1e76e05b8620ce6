"""Names nobody may have, because they mention everyone in a room or look as if they did; and names that look alike.

No list of look-alikes is ever complete. So only everyday letters are trusted: they represent what they look like. Any
other letter, digit or mark is “strange”: it may represent any one letter, or nothing.

Source of LOOKALIKES: Unicode Technical Standard 39, confusables.txt; small capitals and stroked letters are added.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from messenger.markup import EVERYONE

RESERVED = EVERYONE | {'here', 'everyone', 'channel'}
SEPARATORS = re.compile(r'[\s._-]+')
EVERYDAY = re.compile('[\0-\u017f\u0386-\u03ce\u0400-\u045f\u048a-\u052f]')  # modern Latin, Greek and Cyrillic
ALL_EVERYDAY = re.compile('[\0-\u017f\u0386-\u03ce\u0400-\u045f\u048a-\u052f]+')
NAMED_LETTER = re.compile(r'LATIN (?:\w+ )*LETTER (?:[\w-]+ )*([A-Z])(?: WITH .*)?')
HOME_SCRIPTS = frozenset({'LATIN', 'CYRILLIC', 'GREEK', 'MODIFIER'})
SAME_SCRIPT = dict.fromkeys(('HIRAGANA', 'KATAKANA', 'HANGUL', 'IDEOGRAPHIC'), 'CJK')
LOOKALIKES = {
    'a': 'AaɑΑαАаᎪᗅᗩꓮ𐊠𖽀ᴀⱥᶏɒꬱꭤΛ',
    'c': 'CcΣςСсᏟᴄⲤⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣩𑣲ᲃƈȼꮳ',
    'e': 'EeΕЕеҽᎬⴹꓰꬲ𐊆𑢦𑢮ᴇɇεєɛɘǝə',
    'h': 'HhΗНһհᎻᏂᕼⲎꓧ𐋏ʜħɦⱨꜧћђ',
    'l': ('1ILlƖǀΙІӀӏ۱ᏞᒪᛁⲒⳐⵏꓡꓲ𐊊𐌉𐌠𐐛𐔦𑢣𑢲𖼖𖼨ʟłƚɫɭ\u0627\u0671\u05d5\u05df\u07ca\u0661\u1175\u05da丨ꟾꞁⱡıɩꙇᥣꝉɬꬷꬸꬹꞎ'),
    'n': 'NnΝոռⲚꓠ𐔓ɴηɳɲŋƞꞑп',
    'o': '0OoΟοσОоՕօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⲞⲟⵔ〇ꓳꬽ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑓐𑢵𑣈𑣗𑣠øØᲂɵө',
    'r': 'RrƦгᎡᏒᖇᴦⲅꓣꭇꭈꮁ𐒴𖼵ʀɍɼɽɾꞧ',
    'v': 'VvνѴѵ۷Ꮩᐯᴠⴸꓦꛟꮩ𐔝𑜆𑢠𑣀𖼈ʋ',
    'y': 'YyɣʏΥγУуҮүყᎩᎽᶌỿⲨꓬꭚ𐊲𑢤𑣜𖽃ɏƴ',
    'в': 'BʙΒВвᏴᏼᗷꓐꞴ𐊂𐊡𐌁8ßβꞵѵьᲀɓ',
}
CAPITAL_I = 'IΙІ'  # read as a small L, unless the name has a real L: ALI is a name
SMALL_I = 'iιі'  # read as itself: Ali is a name, too
LATIN_SHAPES = {  # Greek and Cyrillic letters that look the same as Latin ones
    shape: letter
    for letter, shapes in {
        'a': 'αΑаА', 'b': 'ΒВ', 'c': 'сС', 'd': 'ԁ', 'e': 'ΕеЕ', 'h': 'ΗһН', 'i': 'ιіı', 'j': 'јЈ', 'k': 'κΚК',
        'l': '1ӏ', 'm': 'ΜМ', 'n': 'Ν', 'o': '0οΟоО', 'p': 'ρΡрР', 'q': 'ԛ', 's': 'ѕЅ', 't': 'ΤТ', 'u': 'υ', 'v': 'νѵ',
        'w': 'ԝ', 'x': 'χΧхХ', 'y': 'γΥуүУҮ', 'z': 'Ζ',
    }.items()
    for shape in shapes
}  # fmt: skip
ROUGH_SHAPES = str.maketrans(LATIN_SHAPES | dict.fromkeys('iI' + CAPITAL_I, 'l') | dict.fromkeys('ιіı', 'l'))
TWICE_L = 'ǁ\u05f0Ỻỻ'
NEVER = -1_000


def _in_either_case(forms: str) -> str:
    cases = {case for form in forms for case in (form, form.lower(), form.upper(), form.casefold())}
    return ''.join(sorted(case for case in cases if len(case) == 1 and case not in SMALL_I))


LOOKALIKES = {letter: _in_either_case(forms) for letter, forms in LOOKALIKES.items()}
LOOKALIKES |= {'с': LOOKALIKES['c'], 'е': LOOKALIKES['e']}


class Sign(NamedTuple):
    """A character of a name: the letters it looks like; whether it is strange; and its script, if it is a letter."""

    letters: frozenset[str]
    is_strange: bool
    script: str


def is_reserved(name: str) -> bool:
    """Whether `name` is or reads like one of RESERVED, or would hide a mention of everyone: `@all hands`.

    It reads like a word if it has at least half of the word's letters, and strange signs may be the others.
    """
    return _reads_like(RESERVED, name) or _reads_like(EVERYONE, name.split(' ', maxsplit=1)[0])


def _reads_like(reserved: Iterable[str], name: str) -> bool:
    has_l = any('L' in unicodedata.normalize('NFKD', char) for char in name)
    words = [_signs(SEPARATORS.sub('', word), has_l=has_l) for word in unicodedata.normalize('NFC', name).split()]
    own = [sign for word in words if not _is_foreign(word) for sign in word]
    foreign = [sign for word in words if _is_foreign(word) for sign in word]
    return any(
        2 * _letters_there(word, own, may_stand_in=True) >= len(word)
        or _letters_there(word, foreign, may_stand_in=False) == len(word)
        for word in reserved
    )


def _letters_there(word: str, signs: Sequence[Sign], *, may_stand_in: bool) -> int:
    """How many letters of `word` are present when `signs` are read as `word`; NEVER if that is impossible.

    A strange sign may represent nothing, or, with `may_stand_in`, any letter.
    """
    there = [0] + [NEVER] * len(word)  # for each prefix of the word
    for sign in signs:
        following = list(there) if sign.is_strange else [NEVER] * len(there)
        for number, letter in enumerate(word, start=1):
            if letter in sign.letters:
                following[number] = max(following[number], there[number - 1] + 1)
            elif sign.is_strange and may_stand_in:
                following[number] = max(following[number], there[number - 1])
        there = following
    return there[-1]


def _is_foreign(word: Sequence[Sign]) -> bool:
    """Whether a word is really written in another script, and does not just use look-alikes from it."""
    scripts = {sign.script for sign in word if sign.script}
    return len(scripts) == 1 and not scripts & HOME_SCRIPTS and not all(sign.letters for sign in word)


def _signs(word: str, *, has_l: bool) -> list[Sign]:
    return [sign for char in word for sign in _signs_of(char, has_l=has_l)]


@lru_cache(4_096)
def _signs_of(char: str, *, has_l: bool) -> tuple[Sign, ...]:
    """The signs of a character without its accents, width and style."""
    plain = [base for base in unicodedata.normalize('NFKD', char) if unicodedata.category(base)[0] not in 'MC']
    bases = 'll' if char in TWICE_L else plain or [char]
    is_strange = char in TWICE_L or unicodedata.category(char) == 'Lm'
    return tuple(_sign(base, is_strange=is_strange or not EVERYDAY.match(base), has_l=has_l) for base in bases)


def _sign(char: str, *, is_strange: bool, has_l: bool) -> Sign:
    name, digit = unicodedata.name(char, ''), unicodedata.digit(char, None)
    by_name = NAMED_LETTER.fullmatch(name)
    shapes = {char, '' if digit is None else str(digit), by_name[1].lower() if by_name else ''}
    if has_l and char in CAPITAL_I:
        shapes = set()
    letters = frozenset(
        letter for letter, lookalikes in LOOKALIKES.items() if any(shape and shape in lookalikes for shape in shapes)
    )
    script = re.split('[ -]', name)[0] if char.isalpha() else ''
    return Sign(letters, is_strange, SAME_SCRIPT.get(script, script))


def look_alike(name: str, other: str) -> bool:
    """Whether two names of people look the same, apart from case, because letters of other scripts look like theirs.

    Accents make a difference: José and Jose are two names. A letter that is not an everyday one may represent any
    letter of an everyday word, if at least half of the name is the same.
    """
    if ALL_EVERYDAY.fullmatch(name) and ALL_EVERYDAY.fullmatch(other) and _rough(name) != _rough(other):
        return False
    ours, theirs = _shapes(name), _shapes(other)
    if len(ours) != len(theirs):
        return False
    same = 0
    for mine, their in zip(ours, theirs, strict=True):
        if mine & their:
            same += 1
        elif bool(mine) == bool(their):  # two letters that differ, or two strange ones
            return False
    return 2 * same >= len(ours)


def _rough(name: str) -> str:
    """A quick comparison: names that look alike are the same in this form."""
    return name.translate(ROUGH_SHAPES).casefold()


@lru_cache(30_000)
def _shapes(name: str) -> tuple[frozenset[str], ...]:
    """What each character of a name looks like: nothing certain for a strange letter within an everyday word."""
    words = (_shapes_of_word(word) for word in unicodedata.normalize('NFKC', name).split())
    return tuple(shape for word in words for shape in (*word, frozenset(' ')))[:-1]


def _shapes_of_word(word: str) -> list[frozenset[str]]:
    if not any(char.isalpha() and _is_everyday(char) for char in word):
        return [_shapes_of(char) for char in word]
    letters = [char for char in word if unicodedata.category(char)[0] != 'M']
    return [_shapes_of(char) if _is_everyday(char) else frozenset() for char in letters]


def _is_everyday(char: str) -> bool:
    """Whether this is an everyday letter, with or without an accent, or a digit or sign like those."""
    return EVERYDAY.match(unicodedata.normalize('NFKD', char)) is not None


def _shapes_of(char: str) -> frozenset[str]:
    capital = {'i', 'l'} if char in CAPITAL_I else set[str]()
    return frozenset({char.casefold(), LATIN_SHAPES.get(char, char.casefold())} | capital)
