"""Our differences from CommonMark: nothing typed disappears, nothing external is loaded, nothing takes long."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, link

from messenger.markup import addresses, tables, tidying, typed_lines
from messenger.markup.emphasis import emphasis
from messenger.markup.tidying import TooComplex

BRACKETS_LIMIT = 400
ADDRESSES_LIMIT = 200
CELLS_LIMIT = 1_000
BLOCKS_LIMIT = 5_000  # tokens of the block parser; a list item takes five
ESCAPABLE = frozenset('*_~`[]>#@')
SHRUG = '\\_(ツ)_/'
_QUOTE = re.compile(r'>+(?:[ \t\n]|$)')
_WINDOWS_PATH = re.compile(r'["\'(«“]*(?:[A-Za-z]:|\\)\\')
_INSIDE_WORD = re.compile(r'[^\W_]\\_[^\W_]')
_PLUS_OR_ZEROS = re.compile(r'\+|0\d')
_TIMES = re.compile(r'\d\*\d')
_ADDRESS_HEART = re.compile(r'//|@|\w\.\w')


def put_into(md: MarkdownIt) -> None:
    """Teach a CommonMark parser these rules."""
    block, inline, core = md.block.ruler, md.inline.ruler, md.core.ruler
    block.at('blockquote', _quote, {'alt': ['paragraph', 'blockquote', 'list']})
    block.at('list', _list, {'alt': ['paragraph', 'blockquote']})
    block.at('table', tables.table, {'alt': ['paragraph']})
    block.at('paragraph', _paragraph)
    block.before('blockquote', 'end_with_line', _end_with_line, {'alt': ['paragraph', 'blockquote']})
    inline.at('escape', _escape)
    inline.at('link', _link)
    inline.at('image', _picture)
    inline.at('text', _text)
    inline.before('text', 'address', _address)
    inline.at('newline', _newline)
    inline.at('emphasis', emphasis)
    inline.before('emphasis', 'times', _times)
    core.after('normalize', 'typed_lines', _typed_lines)
    core.before('block', 'weigh', _weigh)
    core.after('block', 'count', _count)
    core.push('tidy', tidying.tidy)


def _weigh(state: StateCore) -> None:
    """Look for links only if there can be any, and not among thousands of brackets."""
    state.env['links'] = '](' in state.src and state.src.count('[') <= BRACKETS_LIMIT
    state.env['cells_left'] = CELLS_LIMIT
    state.env['addresses'] = {} if len(_ADDRESS_HEART.findall(state.src)) <= ADDRESSES_LIMIT else None


def _count(state: StateCore) -> None:
    if len(state.tokens) > BLOCKS_LIMIT:
        raise TooComplex


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quote begins with `> `: `>_<` and `>:(` are emoticons."""
    begin = state.bMarks[start] + state.tShift[start]
    return _QUOTE.match(state.src, begin, state.eMarks[start]) is not None and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`+ 1` is not a list item; nor is `007. Bond`: a list would lose the zeros."""
    begin = state.bMarks[start] + state.tShift[start]
    return not _PLUS_OR_ZEROS.match(state.src, begin) and list_block(state, start, end, silent)


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph, with the spaces at the beginning of its lines."""
    before = len(state.tokens)
    paragraph(state, start, end, silent)
    words = state.tokens[before + 1]
    words.content = state.getLines(start, state.line, state.blkIndent, False).rstrip(' \t\n').lstrip('\n')
    return True


def _end_with_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A line below a quote or a list, without its mark or indent, is not part of it."""
    return silent and (state.parentType == 'blockquote' or state.sCount[start] < state.blkIndent)


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash before a mark escapes it; elsewhere, as in `D:\\work\\_old`, it is just a backslash."""
    if state.src[state.pos] != '\\':
        return False
    if state.src.startswith(SHRUG, state.pos):
        typed = unescaped = SHRUG
    else:
        typed = state.src[state.pos : min(state.pos + 2, state.posMax)]
        unescaped = typed[1:]
        if unescaped not in ESCAPABLE or not _escapes(state, unescaped):
            return False
    if not silent:
        token = state.push('text_special', '', 0)
        token.content, token.markup, token.info = unescaped, typed, 'escape'
    state.pos += len(typed)
    return True


def _escapes(state: StateInline, mark: str) -> bool:
    """Whether the mark behind a backslash would mean anything without it."""
    begin = max(state.src.rfind(char, 0, state.pos) for char in ' \n\t') + 1
    if mark in '[]':
        return bool(state.env['links'])
    if mark in '>#':
        return not state.src[begin : state.pos] and (begin == 0 or state.src[begin - 1] == '\n')
    if mark == '_' and _INSIDE_WORD.match(state.src, max(begin, state.pos - 1)):
        return False
    return not _WINDOWS_PATH.match(state.src, begin, state.pos + 1)


def _times(state: StateInline, silent: bool) -> bool:
    """A star between digits, as in `2*3*4`, is a multiplication sign."""
    if not _TIMES.match(state.src, state.pos - 1, state.posMax) or state.pos == 0:
        return False
    if not silent:
        state.pending += '*'
    state.pos += 1
    return True


def _link(state: StateInline, silent: bool) -> bool:
    return state.env['links'] and link(state, silent)


def _picture(state: StateInline, silent: bool) -> bool:
    """Show pictures as links: loading one from another site would reveal to that site who reads the message."""
    if not state.src.startswith('![', state.pos) or not state.env['links'] or state.linkLevel:
        return False
    state.pos += 1
    if link(state, silent):
        return True
    state.pos -= 1
    return False


def _spans(state: StateInline) -> dict[int, addresses.Address]:
    """The addresses in the line that is parsed, by where they begin."""
    addresses_by_line: dict[str, dict[int, addresses.Address]] | None = state.env['addresses']
    if addresses_by_line is None:
        return {}
    if state.src not in addresses_by_line:
        addresses_by_line[state.src] = {address.start: address for address in addresses.find(state.src)}
    return addresses_by_line[state.src]


def _text(state: StateInline, silent: bool) -> bool:
    """Take text up to the next mark or address."""
    terminator = state.md.inline.terminator_re.search(state.src, state.pos)
    end = min(terminator.start() if terminator else state.posMax, state.posMax)
    if not state.linkLevel:
        end = min((start for start in _spans(state) if state.pos < start < end), default=end)
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """An address is a link, whatever marks it contains."""
    address = None if state.linkLevel else _spans(state).get(state.pos)
    if address is None or address.end > state.posMax:
        return False
    if not silent:
        opened = state.push('link_open', 'a', 1)
        opened.attrs, opened.markup, opened.info = {'href': address.target}, 'linkify', 'auto'
        state.push('text', '', 0).content = state.src[address.start : address.end]
        closed = state.push('link_close', 'a', -1)
        closed.markup, closed.info = 'linkify', 'auto'
    state.pos = address.end
    return True


def _newline(state: StateInline, silent: bool) -> bool:
    """A line break; spaces before it disappear, spaces behind it are kept."""
    if state.src[state.pos] != '\n':
        return False
    if not silent:
        state.pending = state.pending.rstrip(' ')
        state.push('softbreak', 'br', 0)
    state.pos += 1
    return True


def _typed_lines(state: StateCore) -> None:
    state.src = typed_lines.prepare(state.src)
