"""Kinds of messages: what each kind shows in quotes, what search finds, and what may be done with it.

Everything that depends on the kind of a message asks this module, so that a new kind is one more entry in KINDS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from messenger import markup

TEXT, NOTICE = 'text', 'notice'


@dataclass(frozen=True)
class MessageKind:
    """What may be done with messages of one kind.

    `counts`: they are unread for others, notify them, and count as somebody's activity.
    `is_rendered`: `html` comes from `body` by the markup rules, and is rendered again after these have changed.
    `words`: the text that search finds, from the body; None if search does not find them. Deletion removes the words.
    `excerpt`: the text for quotes and notifications, from the HTML, the names of the files and a limit in characters;
    None if nothing quotes them.
    `may_edit`, `may_delete`: their authors may (and for `may_delete` owners and admins). `may_mark`: people may pin
    them and react to them. Deletion removes the pin.
    """

    counts: bool
    is_rendered: bool
    words: Callable[[str], str] | None
    excerpt: Callable[[str, Iterable[str], int], str] | None
    may_edit: bool
    may_delete: bool
    may_mark: bool


def _words_of_text(body: str) -> str:
    return body


def _excerpt_of_text(html: str, files: Iterable[str], limit_chars: int) -> str:
    """The text; for a message without any, the names of its files."""
    return markup.plain(html, limit_chars) or ', '.join(files)[:limit_chars]


KINDS = {
    TEXT: MessageKind(
        counts=True,
        is_rendered=True,
        words=_words_of_text,
        excerpt=_excerpt_of_text,
        may_edit=True,
        may_delete=True,
        may_mark=True,
    ),
    # about what somebody did to the room; its data are JSON in `body`
    NOTICE: MessageKind(
        counts=False,
        is_rendered=False,
        words=None,
        excerpt=None,
        may_edit=False,
        may_delete=False,
        may_mark=False,
    ),
}

# for the conditions of queries
COUNTED = tuple(name for name, kind in KINDS.items() if kind.counts)
RENDERED = tuple(name for name, kind in KINDS.items() if kind.is_rendered)
SEARCHED = tuple(name for name, kind in KINDS.items() if kind.words)
QUOTED = tuple(name for name, kind in KINDS.items() if kind.excerpt)
DELETABLE = tuple(name for name, kind in KINDS.items() if kind.may_delete)
