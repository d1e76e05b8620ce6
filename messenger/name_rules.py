"""The rules for names: which characters they may have, and when two names are the same."""

import re
import unicodedata

from messenger import reserved_names
from messenger.errors import InvalidName, InvalidRoomName, InvisibleCharacter, ReservedName, TooLong

NAME_LIMIT_CHARS = 32
ROOM_NAME_LIMIT_CHARS = 80
TOPIC_LIMIT_CHARS = 200
ABOUT_LIMIT_CHARS = 500
JOINERS = '\u200d\ufe0e\ufe0f'
# invisible letters and marks (Unicode, Default_Ignorable_Code_Point), and the blank Braille pattern
BLANK = re.compile('[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]')


def key(name: str) -> str:
    """Fold `name` so that names that differ only in case, Unicode form or spaces are equal (NFKC, casefold; UAX 31)."""
    folded = unicodedata.normalize('NFKC', name).casefold()
    return ' '.join(unicodedata.normalize('NFKC', folded).split())


def personal(text: str, *, field: str) -> str:
    """Check a user name or a nick and return it in its stored form. Raises InvalidName or one of its kinds.

    The reason is an invisible character only if every other character is allowed.
    """
    name = re.sub(r' +', ' ', unicodedata.normalize('NFC', text).strip())
    foreign = [char for char in name if not is_personal(char)]
    if foreign and all(is_blank(char) for char in foreign):
        raise InvisibleCharacter(field=field, character=code_point(foreign[0]))
    fits = 1 <= len(name) <= NAME_LIMIT_CHARS and 1 <= len(key(name)) <= 2 * NAME_LIMIT_CHARS
    if not fits or foreign or not any(char.isalnum() for char in name):
        raise InvalidName(field=field)
    if reserved_names.is_reserved(name):
        raise ReservedName(field=field)
    return name


def room(text: str) -> str:
    """Check a room name and return it in its stored form. Raises InvalidRoomName, InvisibleCharacter."""
    name = re.sub(r'\s+', ' ', unicodedata.normalize('NFC', text)).strip()
    visible = [char for char in name if char not in JOINERS and not char.isspace()]
    hidden = next((char for char in visible if is_invisible(char)), None)
    if hidden is not None:
        raise InvisibleCharacter(field='name', character=code_point(hidden))
    fits = len(name) <= ROOM_NAME_LIMIT_CHARS and len(key(name)) <= 2 * ROOM_NAME_LIMIT_CHARS
    if not fits or not visible:
        raise InvalidRoomName(field='name')
    return name


def line(text: str, limit: int, *, field: str) -> str:
    """Check a free text (topic, about): remove control characters, keep line breaks. Raises TooLong."""
    clean = ''.join(char for char in text.replace('\r\n', '\n') if char == '\n' or not is_invisible(char)).strip()
    if len(clean) > limit:
        raise TooLong(field=field, limit=limit, length=len(clean))
    return clean


def code_point(char: str) -> str:
    """The code point as people write it: U+202E."""
    return f'U+{ord(char):04X}'


def is_invisible(char: str) -> bool:
    """Whether `char` is a control, format, surrogate, unassigned or blank character (joiners of emoji excepted)."""
    unseen = unicodedata.category(char) in ('Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp') or BLANK.match(char) is not None
    return unseen and char not in JOINERS


def is_blank(char: str) -> bool:
    """Whether nobody sees `char` when it stands alone: a space, an invisible character or a joiner of emoji."""
    return char.isspace() or char in JOINERS or is_invisible(char)


def is_personal(char: str) -> bool:
    """Whether a user name or a nick may contain this character."""
    category = unicodedata.category(char)
    return char in ' ._-' or ((category[0] in 'LN' or category in ('Mn', 'Mc')) and not BLANK.match(char))
