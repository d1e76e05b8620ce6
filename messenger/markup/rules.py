"""Our differences from CommonMark: nothing typed disappears, nothing external is loaded, nothing takes long."""

import re
from typing import Any
from urllib.parse import urlsplit

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_core import linkify as all_addresses
from markdown_it.rules_inline import StateInline, link, linkify
from markdown_it.token import Token

BRACKETS_LIMIT = 400
ADDRESSES_LIMIT = 200
CELLS_LIMIT = 1_000
DEPTH_LIMIT = 20
BLOCKS_LIMIT = 5_000  # tokens of the block parser; a list item takes five
ESCAPABLE = frozenset('*_~`[]>#|@')
SHRUG = '\\_(ツ)_/'
HEADINGS = {'h1': 'h3', 'h2': 'h4', 'h3': 'h5', 'h4': 'h5', 'h5': 'h5', 'h6': 'h5'}  # h1 is the room's name
TASKS = {'[ ] ': '☐ ', '[x] ': '☑ ', '[X] ': '☑ '}
FILE_ENDINGS = frozenset({'cc', 'md', 'ps', 'py', 'sh', 'so'})  # country codes, too, but in a chat these are files
_QUOTE = re.compile(r'>+(?:[ \t\n]|$)')
_TIMES = re.compile(r'\d\*\d')
_ADDRESS_HEART = re.compile(r'//|@|\w\.\w')


class Tangled(Exception):
    """The text is nested more deeply, or has more pieces, than anyone would read."""


class _Addresses(LinkifyIt):  # type: ignore[misc] # linkify-it has no types
    """Finds addresses in typed text; `main.py` and `README.md` are file names."""

    def match(self, text: str) -> list[Any] | None:
        """The addresses in `text`, or None."""
        return [one for one in super().match(text) or () if one.schema or not _is_file_name(one.text)] or None


def _is_file_name(text: str) -> bool:
    return text.count('.') == 1 and text.rpartition('.')[2].lower() in FILE_ENDINGS


_linkify = _Addresses(options={'fuzzy_link': True, 'fuzzy_email': True})
for _scheme in ('//', 'ftp:'):
    _linkify.add(_scheme, None)


def put_into(md: MarkdownIt) -> None:
    """Teach a CommonMark parser these rules."""
    md.linkify = _linkify
    block, inline, core = md.block.ruler, md.inline.ruler, md.core.ruler
    block.at('blockquote', _quote, {'alt': ['paragraph', 'blockquote', 'list']})
    block.at('list', _list, {'alt': ['paragraph', 'blockquote']})
    block.at('table', _table, {'alt': ['paragraph']})
    block.before('blockquote', 'end_with_line', _end_with_line, {'alt': ['paragraph', 'blockquote']})
    inline.at('escape', _escape)
    inline.at('link', _link)
    inline.at('image', _picture)
    inline.at('linkify', _address)
    inline.before('emphasis', 'times', _times)
    core.before('block', 'weigh', _weigh)
    core.after('block', 'count', _count)
    core.at('linkify', _addresses)
    core.push('tidy', _tidy)


def _weigh(state: StateCore) -> None:
    """Look for links only if there can be any, and not among thousands of brackets."""
    state.env['links'] = '](' in state.src and state.src.count('[') <= BRACKETS_LIMIT
    state.env['cells_left'] = CELLS_LIMIT
    state.env['addresses'] = len(_ADDRESS_HEART.findall(state.src)) <= ADDRESSES_LIMIT


def _count(state: StateCore) -> None:
    if len(state.tokens) > BLOCKS_LIMIT:
        raise Tangled


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quote begins with `> `: `>_<` and `>:(` are emoticons."""
    begin = state.bMarks[start] + state.tShift[start]
    return _QUOTE.match(state.src, begin, state.eMarks[start]) is not None and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`+ 1` is not a list item."""
    begin = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith('+', begin) and list_block(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Accept only tables of a readable size: a few characters could make a huge one."""
    if start + 2 > end:
        return False
    rule = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]]
    if '-' not in rule or ('|' not in rule and ':' not in rule):
        return False
    finish = state.src.find('\n\n', state.eMarks[start])
    lines = state.src.count('\n', state.bMarks[start], finish if finish >= 0 else len(state.src))
    cells = (rule.count('|') + 1) * lines
    if cells > state.env['cells_left'] or not table(state, start, end, silent):
        return False
    if not silent:
        state.env['cells_left'] -= cells
    return True


def _end_with_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A line below a quote or a list, without its mark or indent, is not part of it."""
    return silent and (state.parentType == 'blockquote' or state.sCount[start] < state.blkIndent)


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash before a mark escapes it; before anything else it is just a backslash."""
    if state.src[state.pos] != '\\':
        return False
    if state.src.startswith(SHRUG, state.pos):
        typed = shown = SHRUG
    else:
        typed = state.src[state.pos : min(state.pos + 2, state.posMax)]
        shown = typed[1:]
        if shown not in ESCAPABLE:
            return False
    if not silent:
        token = state.push('text_special', '', 0)
        token.content, token.markup, token.info = shown, typed, 'escape'
    state.pos += len(typed)
    return True


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


def _address(state: StateInline, silent: bool) -> bool:
    """Marks inside an address are part of it."""
    return state.env['addresses'] and state.pending.endswith(('http', 'https')) and linkify(state, silent)


def _addresses(state: StateCore) -> None:
    if state.env['addresses']:
        all_addresses(state)


def _tidy(state: StateCore) -> None:
    """Lower the level of headings, add checkboxes to tasks, remove cell styles, make links show where they lead."""
    before: list[Token] = []
    for token in state.tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]
        elif token.attrs and token.tag in {'th', 'td'}:
            side = str(token.attrs.pop('style', '')).removeprefix('text-align:')
            token.attrs['class'] = side
        elif token.children:
            _tidy_line(state.md, token.children)
            if [one.type for one in before[-2:]] == ['list_item_open', 'paragraph_open']:
                _make_task(before[-2], token.children[0])
        before.append(token)


def _make_task(item: Token, first: Token) -> None:
    box = TASKS.get(first.content[:4]) if first.type == 'text' else None
    if box:
        item.attrSet('class', 'task')
        first.content = box + first.content[4:]


def _tidy_line(md: MarkdownIt, tokens: list[Token]) -> None:
    depth, opened = 0, None
    links = []
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth > DEPTH_LIMIT:
            raise Tangled
        if token.type == 'link_open' and token.info != 'auto':
            opened = index
        elif token.type == 'link_close' and opened is not None:
            links.append((opened, index))
            opened = None
    for begin, end in reversed(links):
        target = str(tokens[begin].attrs['href'])
        words = ''.join(token.content for token in tokens[begin + 1 : end])
        if _is_honest(words, target):
            tokens[begin].attrs = {'href': target, 'title': target}
        else:
            tokens[begin].attrs = {'href': target}
            tokens[begin + 1 : end] = [Token('text', '', 0, content=md.normalizeLinkText(target))]


def _is_honest(words: str, target: str) -> bool:
    """Whether a link has visible text that does not name another site than its target."""
    if not any(char.isprintable() and not char.isspace() for char in words):
        return False
    return all(_place(one.url) == _place(target) for one in _linkify.match(words) or ())


def _place(url: str) -> str:
    """The host of a web address, or the mail address."""
    try:
        split = urlsplit(url)
        return (split.hostname or split.path).lower().removeprefix('www.')
    except ValueError:
        return url
