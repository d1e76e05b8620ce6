"""One line of plain text from a message, for quotes and notifications."""

import re
from html import unescape

_TAG = re.compile(r'<(/?)(\w+)[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_BETWEEN_WORDS = {'strong', 'em', 's', 'a', 'span', 'code'}
_JOINERS = '\u200d\ufe0e\ufe0f'


def plain(html: str, limit: int) -> str:
    """The text of rendered `html` on one line, cut to `limit` characters with “…”, between words if possible."""
    text = unescape(_TAG.sub(lambda tag: '' if tag[2] in _BETWEEN_WORDS else ' ', html))
    line = ' '.join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    space = cut.rfind(' ')
    if line[limit - 1] != ' ' and space > limit // 2:
        cut = cut[:space]
    return cut.rstrip().rstrip(_JOINERS) + '…'
