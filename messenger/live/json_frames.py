"""Reads the JSON that windows send: a text cut in the middle of an emoji loses only that half emoji.

JSON.stringify writes the half as an escaped lone surrogate, which UTF-8 cannot represent and orjson refuses.
"""

import re
from typing import Any

import orjson

LONE = '\\ufffd'
SURROGATE = r'u[dD][89a-fA-F][0-9a-fA-F]{2}'
ESCAPE = re.compile(
    rf'(\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}}|\\(?!{SURROGATE}).)|\\{SURROGATE}'
)


def read(text: str) -> Any:
    """Parse JSON `text`, with U+FFFD for each lone surrogate. Raises ValueError if it is not JSON."""
    try:
        return orjson.loads(text)
    except ValueError:
        whole = mend(text)
        if whole == text:
            raise
        return orjson.loads(whole)


def mend(text: str) -> str:
    """Replace each escaped lone surrogate in JSON with U+FFFD."""
    return ESCAPE.sub(lambda match: match[1] or LONE, text)
