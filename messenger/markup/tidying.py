"""What is done with a parsed text: headings, lists, spaces, and links that show where they lead."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from messenger.markup import addresses

DEPTH_LIMIT = 20
HEADINGS = {'h1': 'h3', 'h2': 'h4', 'h3': 'h5', 'h4': 'h5', 'h5': 'h5', 'h6': 'h5'}  # h1 is the room's name
TASKS = {'[ ] ': '☐ ', '[x] ': '☑ ', '[X] ': '☑ '}
_SEVERAL_SPACES = re.compile('  +')
WIDE_DIGITS, DIGITS_LIMIT = 2, 9


class TooComplex(Exception):
    """The text is nested more deeply, or has more pieces, than anyone would read."""


def tidy(state: StateCore) -> None:
    """Lower the level of headings, add checkboxes to tasks, remove cell styles, make links show where they lead."""
    before: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]
        elif token.type == 'ordered_list_open':
            _keep_numbers(state.tokens, index)
        elif token.attrs and token.tag in {'th', 'td'}:
            side = str(token.attrs.pop('style', '')).removeprefix('text-align:')
            token.attrs['class'] = side
        elif token.children:
            _tidy_line(state.md, token.children)
            _keep_spaces(token.children)
            if [previous.type for previous in before[-2:]] == ['list_item_open', 'paragraph_open']:
                _make_task(before[-2], token.children[0])
        before.append(token)


def _keep_numbers(tokens: list[Token], begin: int) -> None:
    """Items of a list keep their numbers as typed, with a dot or a bracket, and room for long ones."""
    opened = tokens[begin]
    start = opened.attrGet('start')
    expected = longest = 1 if start is None else int(start)
    for item in tokens[begin + 1 :]:
        if item.level == opened.level:
            break
        if item.type == 'list_item_open' and item.level == opened.level + 1:
            number = int(item.info)
            if number != expected:
                item.attrSet('value', str(number))
            expected, longest = number + 1, max(longest, number)
    digits = len(str(longest))
    classes = ['bracket'] * (opened.markup == ')') + [f'digits-{digits}'] * (digits > WIDE_DIGITS)
    if classes:
        opened.attrSet('class', ' '.join(classes))


def _keep_spaces(tokens: list[Token]) -> None:
    """Spaces at the beginning of a line, and several in a row, stay as wide as typed."""
    for before, token in pairwise([None, *tokens]):
        if token is None or token.type != 'text' or (' ' not in token.content and '\t' not in token.content):
            continue
        words = token.content.replace('\t', '    ')
        if before is None or before.type in {'softbreak', 'hardbreak'}:
            words = '\xa0' * (len(words) - len(words.lstrip(' '))) + words.lstrip(' ')
        token.content = _SEVERAL_SPACES.sub(lambda run: '\xa0' * (len(run[0]) - 1) + ' ', words)


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
            raise TooComplex
        if token.type == 'link_open' and token.info != 'auto':
            opened = index
        elif token.type == 'link_close' and opened is not None:
            links.append((opened, index))
            opened = None
    for begin, end in reversed(links):
        target = str(tokens[begin].attrs['href'])
        text = ''.join(token.content for token in tokens[begin + 1 : end])
        if _is_honest(text, target):
            tokens[begin].attrs = {'href': target, 'title': target}
        else:
            tokens[begin].attrs = {'href': target}
            tokens[begin + 1 : end] = [Token('text', '', 0, content=md.normalizeLinkText(target))]


def _is_honest(text: str, target: str) -> bool:
    """Whether a link has visible text that does not name another site than its target."""
    if not any(char.isprintable() and not char.isspace() for char in text):
        return False
    return all(_destination(address.target) == _destination(target) for address in addresses.find(text))


def _destination(url: str) -> str:
    """The host of a web address, or the mail address."""
    try:
        split = urlsplit(url)
        return (split.hostname or split.path).lower().removeprefix('www.')
    except ValueError:
        return url
