"""Hostile strings for every field whose text is shown; each sets `window.fired=1` or calls `alert(1)` if it can."""

from pathlib import Path

RUNS = ('window.fired=1', 'alert(1)')
SIGNS: dict[str, str | int | None] = {'⏎': '\n', '⇥': '\t', '␤': '\u2028'}
ODD = (
    *('\u202ejavascript:\u202c', '\u2066a\u2069', '\u200b', '\ufeff', '\u00ad', '\u0301' * 200, '\ufffe', '\x7f'),
    *('\u2028', '\u2029', '\x85', '\U000e0041', '\u202e', '\u200fabc', '\ufdfd', '\uff1cscript\uff1e', '🏴' * 200),
    *('null', 'undefined', 'NaN', '__proto__', 'constructor', '-1', '0', "' OR 1=1 --", '../../etc/passwd', '%00'),
    *('\\u0000', '𝕏' * 50, 'W' * 3_000, 'Z\u0337\u0342' * 40, '{}', '[]', '\\', '`', '"', "'", '&', '<', '>'),
)


def lines_of(path: Path) -> list[str]:
    """The lines of a file of strings; SIGNS replace what a line cannot contain."""
    return [line.translate(str.maketrans(SIGNS)) for line in path.read_text().split('\n') if line]


_PATTERNS = lines_of(Path(__file__).with_suffix('.txt'))
FIRING = tuple(pattern.replace('{run}', RUNS[0]) for pattern in _PATTERNS)
STRINGS = (*FIRING, *(pattern.replace('{run}', RUNS[1]) for pattern in _PATTERNS), *ODD)
