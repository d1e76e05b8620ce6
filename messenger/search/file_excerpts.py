"""Excerpts of text files: the part of a file that has the words of a query."""

import re
from dataclasses import dataclass, field
from itertools import islice

from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.files import attachments
from messenger.index.file_texts import text_of
from messenger.models import Attachment
from messenger.models.attachment import TEXT_FILE
from messenger.search.excerpts import Pieces, excerpt
from messenger.search.marks import Marks

LEAD_CHARS, EXCERPT_CHARS = 60, 240
PLACES_LIMIT, PLACES_TRIED = 200, 8
_STEM_KEPT_CHARS = 4  # a stem may end otherwise than the word: "studi" for "study"
_STORED = Prepared(
    lambda: Attachment.select(Attachment.id, Attachment.stored).where(
        Attachment.id.in_(any_of('files')), Attachment.kind == TEXT_FILE
    )
)


def stored_names(files: list[int]) -> dict[int, str]:
    """From a read: the stored names of those of these files, by id, that are text."""
    return dict(_STORED(files=encode_list(files)))


@dataclass(frozen=True)
class Place:
    """A place in a text file: an excerpt as (text, is marked) in order, and the line, from 1, of its first marked word.

    `words` is how many different words are marked; an excerpt without any is empty.
    """

    excerpt: Pieces = field(default_factory=list)
    line: int = 0
    words: int = 0


def file_excerpt(marks: Marks, stored: str) -> Place:
    """The place in a text file that has the most of the marked words; empty if none has any. Blocks."""
    try:
        text = text_of(attachments.path_of(stored))
    except OSError:
        return Place()
    best, words, line_at = list[tuple[str, bool]](), 0, 0
    for word_start in _starts(marks, text):
        candidate = _excerpt_at(marks, text, word_start)
        if _count_marked(candidate) > words:
            best, words, line_at = candidate, _count_marked(candidate), word_start
    return Place(best, text.count('\n', 0, line_at) + 1, words) if words else Place()


def _starts(marks: Marks, text: str) -> list[int]:
    """Where words begin that may be meant: first those that are rare in this text, which tell most about a place."""
    begun = {stem[: max(_STEM_KEPT_CHARS, len(stem) - 1)] for stem in marks.stems} | marks.prefixes
    occurrences = [list(islice(_pattern(word).finditer(text), PLACES_LIMIT)) for word in sorted(begun) if word]
    return [match.start() for matches in sorted(occurrences, key=len) for match in matches[:PLACES_TRIED]]


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf'(?<![^\W_]){re.escape(word).replace("е", "[её]")}', re.IGNORECASE)


def _excerpt_at(marks: Marks, text: str, word_start: int) -> Pieces:
    """The excerpt around a word: from the beginning of its line, if that is near, to the end of a line."""
    near = max(0, word_start - LEAD_CHARS)
    start = max(near, text.rfind('\n', near, word_start) + 1)
    end = start + EXCERPT_CHARS
    if end < len(text) and (line_end := text.rfind('\n', word_start, end)) > 0:
        end = line_end
    excerpt_parts = excerpt(marks, text[start:end].rstrip('\n'))
    return [*([('…', False)] if start else []), *excerpt_parts, *([('…', False)] if end < len(text.rstrip()) else [])]


def _count_marked(pieces: Pieces) -> int:
    return len({text.casefold() for text, is_marked in pieces if is_marked})
