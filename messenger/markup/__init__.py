"""Text as typed becomes safe HTML, once per message: Markdown as people write it in a conversation."""

from messenger.markup.excerpts import plain
from messenger.markup.mentions import Finder, with_names
from messenger.markup.rendering import (
    INLINE_LIMIT_CHARS,
    VERSION,
    Rendered,
    is_quick,
    render,
    render_anew,
    render_with_mentions,
)

__all__ = [
    'INLINE_LIMIT_CHARS',
    'VERSION',
    'Finder',
    'Rendered',
    'is_quick',
    'plain',
    'render',
    'render_anew',
    'render_with_mentions',
    'with_names',
]
