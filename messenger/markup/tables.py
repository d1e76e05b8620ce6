"""Tables of a readable size."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as common_table
from markdown_it.rules_block.table import escapedSplit

_RULE = re.compile(r'[|:\- \t]*-[|:\- \t]*')


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept only tables of a readable size: a few characters could make a huge one."""
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
    if not common_table(state, start, end, silent):
        return False
    if not silent:
        state.env['cells_left'] -= width * (state.line - start)
    return True


def _line(state: StateBlock, number: int) -> str:
    """A line of the table; empty at the end of a surrounding list or quote."""
    if state.isEmpty(number) or state.sCount[number] < state.blkIndent:
        return ''
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line)
    return cells[bool(cells and not cells[0]) : len(cells) - bool(len(cells) > 1 and not cells[-1])]
