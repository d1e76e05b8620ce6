"""When stars and underscores mean emphasis: only where they were plainly meant, never in names, paths and formulas.

CommonMark's rules read `__init__.py`, `cp *.py *.js` and `count(*) + count(*)` as emphasis, and do not read
`**Важно:**сделать` as such. These rules decide by the characters around a run of marks instead.
"""

import re
import unicodedata
from functools import cache

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_IDENTIFIER = re.compile(r'(?<![^\W_])__[A-Za-z]\w*?__(?!\w)', re.ASCII)
_SPACE = re.compile(r'\s')
_NOT_OPENING = frozenset('.,;:!?/)]}=|%')  # a star before one of these: `*.py`, `(*)`, `*/`
_PATH = frozenset('/\\')
EMOTICON_LIMIT_CHARS = 4


def emphasis(state: StateInline, silent: bool) -> bool:
    """Read a run of stars or underscores: what it may open and close."""
    mark = state.src[state.pos]
    if mark not in '*_' or silent:
        return False
    identifier = _IDENTIFIER.match(state.src, state.pos) if mark == '_' else None
    if identifier is not None and identifier.end() <= state.posMax:
        state.pending += identifier[0]
        state.pos = identifier.end()
        return True
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == mark:
        end += 1
    before = state.src[start - 1] if start else ' '
    after = state.src[end] if end < state.posMax else ' '
    opens, closes = _meaning(state.src, start, end, before, after)
    for _ in range(end - start):
        state.push('text', '', 0).content = mark
        token = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(marker=ord(mark), length=end - start, token=token, end=-1, open=opens, close=closes)
        )
    state.pos = end
    return True


def _meaning(text: str, start: int, end: int, before: str, after: str) -> tuple[bool, bool]:
    """Whether the run of marks from `start` to before `end` may open, and whether it may close."""
    mark, is_single = text[start], end - start == 1
    opens = not _is_space(after) and before not in _PATH
    closes = not _is_space(before) and not _is_opening_bracket(before)
    if opens:
        is_refused = _is_word(before) and (mark == '_' or is_single or not _may_begin_inside_word(text, start, end))
        opens = not is_refused and after not in (_NOT_OPENING if is_single else _NOT_OPENING - {'.', '%'})
        opens = opens and not _is_emoticon(text, start, end)
    if closes and _is_word(after):
        closes = mark == '*' and _may_end_inside_word(text, start, end, before, after)
    elif closes and mark == '_':
        closes = not (after in './:\\([=' and _is_word(text[end + 1 : end + 2] or ' '))
    return opens, closes


def _is_emoticon(text: str, start: int, end: int) -> bool:
    """Only signs stand between this run and the next: `*_*`, `*-*`."""
    between = text[end : text.find(text[start:end], end)]
    return len(between) < EMOTICON_LIMIT_CHARS and between.isascii() and not any(map(str.isalnum, between))


def _may_begin_inside_word(text: str, start: int, end: int) -> bool:
    """`un**bel**ievable` and `слово**важно**слово` do; `a**b**c` and `2**3**4` do not."""
    if not text[start - 1].isascii():
        return True
    close = text.find(text[start:end], end)
    return text[max(0, start - 2) : start].isalpha() and start > 1 and close > 0 and text[end:close].isalpha()


def _may_end_inside_word(text: str, start: int, end: int, before: str, after: str) -> bool:
    """`*сложно*подчинённое`, `**Note:**do` and `**API**s` do; `f(*args, x*y)` and `2**3` do not."""
    begin = text.rfind(text[start:end], 0, start)
    if begin < 0:
        return False
    if not after.isascii() or (end - start > 1 and not _is_word(before)):
        return True
    return not before.isdigit() and not _SPACE.search(text, begin, start)


@cache
def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == 'M'


def _is_space(char: str) -> bool:
    return char.isspace()


@cache
def _is_opening_bracket(char: str) -> bool:
    return unicodedata.category(char) == 'Ps'
