"""Converts typed text to safe HTML, once per message: Markdown as people write it in chats."""

from messenger.markup.excerpts import plain
from messenger.markup.mentions import EVERYONE, Finder, find_mentioned, possible_in, with_names
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
    'EVERYONE',
    'INLINE_LIMIT_CHARS',
    'VERSION',
    'Finder',
    'Rendered',
    'find_mentioned',
    'is_quick',
    'plain',
    'possible_in',
    'render',
    'render_anew',
    'render_with_mentions',
    'with_names',
]
