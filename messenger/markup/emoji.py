"""Messages that contain only one, two or three emoji, which are shown large."""

import re

LIMIT_CHARS = 60

# Unicode emoji-data.txt: characters that are emoji by themselves, and those that need a variation selector after them
_PICTURE = (
    '\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf'
    '\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250'
    '\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f9ff'
    '\U0001fa70-\U0001faff'
)
_BECOMES = (
    '\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u2300-\u23ff\u24c2\u25aa-\u25fe\u2934\u2935\u2b05-\u2b1c'
    + ('\u3030\u303d\u3297\u3299\U0001f170-\U0001f19a\U0001f202\U0001f237')
)
_SINGLE = f'(?:[{_PICTURE}]\ufe0f?[\U0001f3fb-\U0001f3ff]?|[{_BECOMES}]\ufe0f)'
_FLAG = '[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f'
_EMOJI = f'(?:{_FLAG}|[0-9#]\ufe0f\u20e3|{_SINGLE}(?:\u200d{_SINGLE})*)'
_JUMBO = re.compile(f'{_EMOJI}(?: ?{_EMOJI}){{0,2}}')


def is_jumbo(text: str) -> bool:
    """Whether `text` is one to three emoji and nothing else, except spaces between them."""
    return len(text) <= LIMIT_CHARS and not text.isascii() and _JUMBO.fullmatch(text) is not None
