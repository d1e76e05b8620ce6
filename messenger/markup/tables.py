"""Tables: of a readable size, and with all the cells that were typed."""

import re
from itertools import takewhile

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as common_table
from markdown_it.rules_block.table import escapedSplit

_RULE = re.compile(r'[|:\- \t]*-[|:\- \t]*')


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept only tables of a readable size: a few characters could make a huge one.

    Rows with more cells than the head widen the head; CommonMark's extension would drop these cells.
    """
    if start + 2 > end:
        return False
    rule = _line(state, start + 1)
    if not _RULE.fullmatch(rule) or ('|' not in rule and ':' not in rule):
        return False
    width = len(_cells(rule))
    finish = state.src.find('\n\n', state.eMarks[start])
    count = state.src.count('\n', state.bMarks[start], finish if finish >= 0 else len(state.src))
    if width * count > state.env['cells_left'] or len(_cells(_line(state, start))) != width:
        return False
    lines = list(takewhile(bool, (_line(state, number) for number in range(start, end))))
    widest = max(map(len, map(_cells, lines)))
    if widest > width:
        lines = lines[: _height(state, lines)]
        widest = max(map(len, map(_cells, lines)), default=width)
    if widest * len(lines) > state.env['cells_left']:
        return False
    is_widened = _widen(state, start, lines, widest - width, silent) if widest > width else False
    if not is_widened and not common_table(state, start, end, silent):
        return False
    if not silent:
        state.env['cells_left'] -= widest * len(lines)
    return True


def _height(state: StateBlock, lines: list[str]) -> int:
    """How many of these lines are a table's, up to the first that begins another block; 0 if they are no table."""
    inner = StateBlock('\n'.join(lines), state.md, state.env, [])
    return inner.line if common_table(inner, 0, inner.lineMax, False) else 0


def _widen(state: StateBlock, start: int, lines: list[str], more: int, silent: bool) -> bool:
    """Parse the table with so many more columns in its head."""
    head = lines[0].strip().removesuffix('|')
    rule = lines[1].strip().removesuffix('|')
    text = '\n'.join([head + '| ' * more + '|', rule + '|-' * more + '|', *lines[2:]])
    inner = StateBlock(text, state.md, state.env, [])
    if not common_table(inner, 0, inner.lineMax, silent):
        return False
    if not silent:
        for token in inner.tokens:
            token.map = token.map and [number + start for number in token.map]
            token.level += state.level
        state.tokens += inner.tokens
        state.line = start + inner.line
    return True


def _line(state: StateBlock, number: int) -> str:
    """A line of the table; empty at the end of a surrounding list or quote."""
    if state.isEmpty(number) or state.sCount[number] < state.blkIndent:
        return ''
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line)
    return cells[bool(cells and not cells[0]) : len(cells) - bool(len(cells) > 1 and not cells[-1])]
