"""The Markdown parser, configured for the messenger, and how its tokens are rendered."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from messenger.markup import addresses, highlighting, mentions, rules
from messenger.markup.tidying import TooComplex

__all__ = ['TooComplex', 'parser']

NESTING_LIMIT = 12
SCHEMES = ('http://', 'https://', 'mailto:')


class _Markdown(MarkdownIt):
    """CommonMark with tables, strikethrough and automatic links, without what would surprise people in a chat."""

    def __init__(self) -> None:
        options = {'html': False, 'breaks': True, 'maxNesting': NESTING_LIMIT}
        super().__init__('commonmark', options)
        self.enable(['strikethrough', 'table'])
        self.disable(['html_block', 'html_inline', 'code', 'lheading', 'reference', 'entity', 'autolink'])
        rules.put_into(self)
        mentions.put_into(self)
        self.add_render_rule('fence', _fence)
        self.add_render_rule('table_open', lambda *_: '<div class="cells" tabindex="0"><table>\n')
        self.add_render_rule('table_close', lambda *_: '</table></div>\n')

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's own name
        """The complete address of a link, with its host in ASCII; empty if it leads nowhere."""
        return addresses.complete(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
        """Whether `url` may be a link target: only complete web and mail addresses."""
        return url.lower().startswith(SCHEMES)


def _fence(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[:1]
    code = token.content.removesuffix('\n')
    inside = (language and highlighting.highlight(code, language[0])) or escapeHtml(code)
    return f'<div class="code"><pre tabindex="0"><code>{inside}</code></pre></div>\n'


parser = _Markdown()
