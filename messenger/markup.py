"""Text as typed becomes safe HTML, once per message: paragraphs, line breaks and links."""

import re
from html import escape

import nh3
from markdown_it import MarkdownIt

VERSION = 1
INLINE_LIMIT_CHARS = 400

_parser = MarkdownIt('zero', {'linkify': True, 'breaks': True}).enable(['linkify', 'newline'])
_parser.linkify.set({'fuzzy_link': True, 'fuzzy_email': True})  # type: ignore[union-attr] # linkify-it-py is installed
for _scheme in ('//', 'ftp:'):
    _parser.linkify.add(_scheme, None)  # type: ignore[union-attr] # linkify-it-py is installed

# what the parser would do anything about: several lines, and what linkify takes for the heart of an address
_SPECIAL = re.compile(r'[\r\n\t\0@]|//|\S\.\S')
_TAGS = {'p', 'br', 'a'}
_SCHEMES = {'http', 'https', 'mailto'}


def render(text: str) -> str:
    """The HTML of `text`; links open elsewhere and name no referrer, everything else is escaped."""
    if text and not _SPECIAL.search(text) and text == text.strip():
        return f'<p>{escape(text, quote=False).replace(chr(34), "&quot;")}</p>'
    return _rendered(text)


def _rendered(text: str) -> str:
    html: str = _parser.render(text)
    if '<a ' not in html:
        return html.strip()
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={'a': {'href', 'target'}},
        url_schemes=_SCHEMES,
        link_rel='noopener noreferrer nofollow',
        set_tag_attribute_values={'a': {'target': '_blank'}},
    ).strip()
