"""Excerpts: the part of a found message around the matching words, with the words marked."""

import re

from messenger.index import pieces
from messenger.index.folding import folded
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
    pieces, at = [('…', False)] if start else [], start
    for first, last in spans:
        if first >= at and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end] + ('…' if len(text) > end else ''), False))
    return [piece for piece in pieces if piece[0]]


def _word_after(text: str, start: int, end: int) -> int:
    """Where a word begins between two places of a text, or the first of them in a long run without spaces."""
    if start <= 0:
        return 0
    space = re.search(r'\s', text[start - 1 : end])
    return start + space.start() if space else start


def score(marks: Marks, text: str) -> float:
    """How well a text matches: best with the words as typed, close together, and few others."""
    found = list(pieces.words(folded(text)))
    at = [index for index, word in enumerate(found) if marks.are_on(word)]
    exact = sum(word in marks.prefixes for word in found)
    spread = at[-1] - at[0] + 1 if at else len(found)
    return 3 * min(exact, 3) + 4 * len(at) / (spread + 1) + 2 * len(at) / (len(found) + 4)


def _spans(marks: Marks, text: str) -> list[tuple[int, int]]:
    """Where the matching words begin and end, in order; in a run of text without spaces, only the matching part."""
    found, words = [], list(pieces.positions(text))
    for start, end, word in words:
        if pieces.is_unparted(word) and len(word) == end - start:
            for sought in marks.prefixes:
                at = word.find(sought)
                while at >= 0:
                    found.append((start + at, start + at + len(sought)))
                    at = word.find(sought, at + len(sought))
        elif marks.are_on(word):
            found.append((start, end))
    last_words = {end: word for _, end, word in words}
    for start, end, joined in pieces.compounds(text):
        if marks.are_on_joined(joined, last_words[end]):
            found.append((start, end))
    return _merged(sorted(found))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same spans, with those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
