"""Excerpts: the part of a message around the matching words, with the words marked."""

import re

from messenger.index import pieces
from messenger.index.folding import fold
from messenger.search.marks import Marks

EXCERPT_CHARS = 320
SEEN_CHARS = 100  # a phone shows at least these before it cuts the excerpt off
LEAD_CHARS = 60

Pieces = list[tuple[str, bool]]


def excerpt(marks: Marks, text: str) -> Pieces:
    """The part of a text with the matching words, as (text, is marked) in order."""
    spans = _spans(marks, text)
    start = _word_after(text, spans[0][0] - LEAD_CHARS, spans[0][0]) if spans and spans[0][1] > SEEN_CHARS else 0
    end = start + EXCERPT_CHARS
    parts, position = [('…', False)] if start else [], start
    for first, last in spans:
        if first >= position and last <= end:
            parts += [(text[position:first], False), (text[first:last], True)]
            position = last
    parts.append((text[position:end] + ('…' if len(text) > end else ''), False))
    return [part for part in parts if part[0]]


def _word_after(text: str, start: int, end: int) -> int:
    """Where the first word between two positions begins; `start` in a long run without spaces."""
    if start <= 0:
        return 0
    space = re.search(r'\s', text[start - 1 : end])
    return start + space.start() if space else start


def score(marks: Marks, text: str) -> float:
    """How well a text matches: best with the words as typed, close together, and few others."""
    words = list(pieces.words(fold(text)))
    positions = [index for index, word in enumerate(words) if marks.are_on(word)]
    exact = sum(word in marks.prefixes for word in words)
    spread = positions[-1] - positions[0] + 1 if positions else len(words)
    return 3 * min(exact, 3) + 4 * len(positions) / (spread + 1) + 2 * len(positions) / (len(words) + 4)


def _spans(marks: Marks, text: str) -> list[tuple[int, int]]:
    """Where the matching words begin and end, in order; in a run of text without spaces, only the matching part."""
    spans, words = [], list(pieces.positions(text))
    for start, end, word in words:
        if pieces.is_unparted(word) and len(word) == end - start:
            for prefix in marks.prefixes:
                offset = word.find(prefix)
                while offset >= 0:
                    spans.append((start + offset, start + offset + len(prefix)))
                    offset = word.find(prefix, offset + len(prefix))
        elif marks.are_on(word):
            spans.append((start, end))
    last_words = {end: word for _, end, word in words}
    for start, end, joined in pieces.compounds(text):
        if marks.are_on_joined(joined, last_words[end]):
            spans.append((start, end))
    return _merge(sorted(spans))


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same spans, with those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
