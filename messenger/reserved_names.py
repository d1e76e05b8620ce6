"""Names nobody may have, because they call everyone in a room, or look as if they did.

Source of the look-alikes: Unicode Technical Standard 39, confusables.txt; small capitals and stroked letters are added.
"""

import re
import unicodedata

from messenger.markup import EVERYONE

RESERVED = EVERYONE | {'here', 'everyone', 'channel'}
SEPARATORS = re.compile(r'[\s._-]+')
LOOKALIKES = {
    'a': 'AaɑΑαАаᎪᗅꓮ𐊠𖽀ᴀⱥᶏɒꬱꭤ',
    'c': 'CcΣςСсᏟᴄⲤⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣩𑣲ᲃƈȼꮳ',
    'e': 'EeΕЕеҽᎬⴹꓰꬲ𐊆𑢦𑢮ᴇɇεєɛɘǝə',
    'h': 'HhΗНһհᎻᏂᕼⲎꓧ𐋏ʜħɦⱨꜧћђ',
    'l': '1ILlƖǀΙІӀӏ۱ᏞᒪᛁⲒⳐⵏꓡꓲ𐊊𐌉𐌠𐐛𐔦𑢣𑢲𖼖𖼨ʟłƚɫɭ\u0627\u05d5\u05df\u07ca\u0661\u1175\u05da丨ꟾꞁⱡıɩꙇᥣꝉɬꬷꬸꬹꞎ',
    'n': 'NnΝոռⲚꓠ𐔓ɴηɳɲŋƞꞑп',
    'o': '0OoΟοσОоՕօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⲞⲟⵔ〇ꓳꬽ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑓐𑢵𑣈𑣗𑣠øØᲂɵө',
    'r': 'RrƦгᎡᏒᖇᴦⲅꓣꭇꭈꮁ𐒴𖼵ʀɍɼɽɾꞧ',
    'v': 'VvνѴѵ۷Ꮩᐯᴠⴸꓦꛟꮩ𐔝𑜆𑢠𑣀𖼈ʋ',
    'y': 'YyɣʏΥγУуҮүყᎩᎽᶌỿⲨꓬꭚ𐊲𑢤𑣜𖽃ɏƴ',
    'в': 'BʙΒВвᏴᏼᗷꓐꞴ𐊂𐊡𐌁8ßβꞵѵьᲀɓ',
}
CAPITAL_I = 'IΙІ'  # stands for a small L, except beside a real one: ALI is a name
SMALL_I = 'iιі'  # stands for itself: Ali is a name, too
TWICE_L = str.maketrans(dict.fromkeys('ǁ\u05f0Ỻỻ', 'll'))


def _in_either_case(forms: str) -> str:
    cases = {case for form in forms for case in (form, form.lower(), form.upper(), form.casefold())}
    return ''.join(sorted(case for case in cases if len(case) == 1 and case not in SMALL_I))


LOOKALIKES = {letter: _in_either_case(forms) for letter, forms in LOOKALIKES.items()}
LOOKALIKES |= {'с': LOOKALIKES['c'], 'е': LOOKALIKES['e']}


def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile('|'.join(''.join(f'[{LOOKALIKES[letter]}]' for letter in word) for word in sorted(words)))


_RESERVED, _CALL = _pattern(RESERVED), _pattern(EVERYONE)


def is_reserved(name: str) -> bool:
    """Whether `name` is one of RESERVED, or reads like one, or would cut off a call: `@all hands`.

    Letters of other alphabets, full-width letters, accents, dots, dashes and spaces make no difference.
    """
    return _looks_like(_RESERVED, name) or _looks_like(_CALL, name.split(' ', maxsplit=1)[0])


def _looks_like(pattern: re.Pattern[str], name: str) -> bool:
    plain = ''.join(char for char in unicodedata.normalize('NFKD', name) if unicodedata.category(char)[0] not in 'MC')
    plain = SEPARATORS.sub('', plain).translate(TWICE_L)
    if 'L' in plain:
        plain = ''.join('i' if char in CAPITAL_I else char for char in plain)
    return pattern.fullmatch(plain) is not None
