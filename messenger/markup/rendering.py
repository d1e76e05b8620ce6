"""Renders a message's text as HTML: a fast path for plain text, the parser for the rest, and limits for both."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3

from messenger.markup import emoji, highlighting, mentions
from messenger.markup.mentions import Finder
from messenger.markup.parser import TooComplex, parser
from messenger.markup.tidying import DIGITS_LIMIT, WIDE_DIGITS

VERSION = 4
INLINE_LIMIT_CHARS = 400
HTML_LIMIT_CHARS = 100_000

# what the parser would change: line breaks and marks, the beginnings of blocks, the core of an address
_MARKS = re.compile(r'[\r\n\t\0\ud800-\udfff*_~`\[\\@]')
_BLOCK = re.compile(r'[>#-]|\d+[.)]')
_ADDRESS = re.compile(r'\S\.\S')
_FENCE = re.compile(r'`{3}|~{3}')
_TARGETLESS = re.compile(r'<a(?![^>]* href=)[^>]*>(.*?)</a>', re.DOTALL)
_VISIBLE = re.compile(r'>[^<]*[^<\s]')
TEXT_TAGS = {'p', 'br', 'hr', 'a', 'strong', 'em', 's', 'span', 'h3', 'h4', 'h5'}
BLOCK_TAGS = {'pre', 'code', 'div', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'}
cleaner = nh3.Cleaner(
    tags=TEXT_TAGS | BLOCK_TAGS,
    attributes={
        'a': {'href', 'target', 'title'},
        'div': {'tabindex'},
        'pre': {'tabindex'},
        'ol': {'start'},
        'li': {'value'},
        'span': {'data-user'},
    },
    allowed_classes={
        'p': {'jumbo'},
        'div': {'code', 'cells'},
        'li': {'task'},
        'ol': {'bracket', *(f'digits-{count}' for count in range(WIDE_DIGITS + 1, DIGITS_LIMIT + 1))},
        'th': {'center', 'right'},
        'td': {'center', 'right'},
        'span': {'mention', *highlighting.CLASSES},
    },
    url_schemes={'http', 'https', 'mailto'},
    url_relative='deny',
    link_rel='noopener noreferrer nofollow',
    set_tag_attribute_values={'a': {'target': '_blank'}},
)


@dataclass(frozen=True)
class Rendered:
    """The HTML of a text, the ids of the people it mentions, and whether it mentions everyone.

    `unmatched` is what follows each `@` that names nobody.
    """

    html: str
    mentions: frozenset[int] = frozenset()
    everyone: bool = False
    unmatched: tuple[str, ...] = ()


def render(text: str, find: Finder | None = None, *, everyone: bool = False) -> str:
    """The HTML of `text`; links open in a new tab without a referrer, pictures become links, HTML is shown as typed.

    For mentions see `render_with_mentions`. It takes at most some 50 ms for any text of 8,000 characters.
    """
    if _is_plain(text):
        html = escape(text, quote=False).replace('\xa0', '&nbsp;')
        return f'<p class="jumbo">{html}</p>' if emoji.is_jumbo(text) else f'<p>{html}</p>'
    return parse(text, find, everyone=everyone).html


def render_with_mentions(text: str, find: Finder | None = None, *, everyone: bool = False) -> Rendered:
    """Like `render`, but also return who is mentioned.

    `find` takes a name as typed and returns the id of the person with that name, or None. `@all` counts only if
    `everyone`.
    """
    if '@' in text:
        return parse(text, find, everyone=everyone)
    return Rendered(render(text))


def render_anew(text: str, html: str) -> str:
    """Render `text` by the current rules, with the mentions of `html`, which earlier rules produced."""
    ids_by_name, everyone = mentions.find_mentioned(html)
    return render(text, ids_by_name.get, everyone=everyone)


def is_quick(text: str) -> bool:
    """Whether `text` renders in far less than a millisecond, so that the event loop can do it itself."""
    return len(text) <= INLINE_LIMIT_CHARS and not _FENCE.search(text)


def _is_plain(text: str) -> bool:
    if not text or _MARKS.search(text) or _BLOCK.match(text) or '//' in text or '  ' in text or text != text.strip():
        return False
    return '.' not in text or not _ADDRESS.search(text)


def parse(text: str, find: Finder | None = None, *, everyone: bool = False) -> Rendered:
    """What the parser makes of a text, without the fast path for plain texts."""
    env: dict[str, Any] = mentions.environment(find, everyone=everyone)
    text = text.encode('utf-8', 'replace').decode()
    try:
        html = _TARGETLESS.sub(r'\1', cleaner.clean(parser.render(text, env))).strip()
    except TooComplex:
        return Rendered(_as_typed(text))
    if len(html) > HTML_LIMIT_CHARS or not _VISIBLE.search(html):
        return Rendered(_as_typed(text))
    return Rendered(html, *mentions.mentioned_ids(env), mentions.unmatched_names(env))


def _as_typed(text: str) -> str:
    """Render lines and paragraphs with every character as typed: for texts too odd to be Markdown."""
    paragraphs = (part.strip('\n') for part in re.split(r'\n[ \t]*\n', text.replace('\r\n', '\n')))
    html = '\n'.join(
        f'<p>{escape(part, quote=False).replace(chr(10), "<br>" + chr(10))}</p>' for part in paragraphs if part.strip()
    )
    return cleaner.clean(html).strip()
