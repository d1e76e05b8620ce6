"""Reads the JSON that windows send: a text that was cut inside an emoji loses that half, and no more.

JSON.stringify writes such a half as an escaped lone surrogate, which no UTF-8 can hold and orjson refuses.
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
    """What JSON `text` says, with U+FFFD for each lone surrogate. Raises ValueError for what is no JSON."""
    try:
        return orjson.loads(text)
    except ValueError:
        whole = mended(text)
        if whole == text:
            raise
        return orjson.loads(whole)


def mended(text: str) -> str:
    """JSON with U+FFFD in place of each lone surrogate that is written as an escape."""
    return ESCAPE.sub(lambda found: found[1] or LONE, text)
