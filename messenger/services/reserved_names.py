"""Names nobody may have, because they call everyone in a room, or look as if they did.

Source of the look-alikes: Unicode Technical Standard 39, confusables.txt; small capitals and stroked letters are added.
"""

import re
import unicodedata

from messenger.markup import EVERYONE

RESERVED = EVERYONE | {'here', 'everyone', 'channel'}
SEPARATORS = re.compile(r'[\s._-]+')
LOOKALIKES = {
    'a': 'AaɑΑαАаᎪᗅꓮ𐊠𖽀ᴀⱥᶏ',
    'c': 'CcΣςСсᏟᴄⲤⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣩𑣲',
    'e': 'EeΕЕеҽᎬⴹꓰꬲ𐊆𑢦𑢮ᴇɇ',
    'h': 'HhΗНһհᎻᏂᕼⲎꓧ𐋏ʜħɦ',
    'l': '1ILlƖǀΙІӀӏ۱ᏞᒪᛁⲒⳐⵏꓡꓲ𐊊𐌉𐌠𐐛𐔦𑢣𑢲𖼖𖼨ʟłƚɫɭ\u0627\u05d5\u05df\u07ca',
    'n': 'NnΝոռⲚꓠ𐔓ɴ',
    'o': '0OoΟοσОоՕօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⲞⲟⵔ〇ꓳꬽ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑓐𑢵𑣈𑣗𑣠øØ',
    'r': 'RrƦгᎡᏒᖇᴦⲅꓣꭇꭈꮁ𐒴𖼵ʀɍ',
    'v': 'VvνѴѵ۷Ꮩᐯᴠⴸꓦꛟꮩ𐔝𑜆𑢠𑣀𖼈',
    'y': 'YyɣʏΥγУуҮүყᎩᎽᶌỿⲨꓬꭚ𐊲𑢤𑣜𖽃ɏ',
    'в': 'BʙΒВвᏴᏼᗷꓐꞴ𐊂𐊡𐌁',
}
LOOKALIKES |= {'с': LOOKALIKES['c'], 'е': LOOKALIKES['e']}
CAPITAL_I = 'IΙІ'  # stands for a small L, except beside a real one: ALI is a name


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
    plain = SEPARATORS.sub('', plain)
    if 'L' in plain:
        plain = ''.join('i' if char in CAPITAL_I else char for char in plain)
    return pattern.fullmatch(plain) is not None
