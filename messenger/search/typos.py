"""Typing errors: the words that differ from a typed one by a single slip of the fingers or the keyboard's language."""

from collections.abc import Iterator
from itertools import pairwise

CORRECTED_MIN_CHARS, CORRECTED_MAX_CHARS = 3, 24
_ALPHABETS = ('abcdefghijklmnopqrstuvwxyz', 'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ')


def corrections(word: str) -> list[str]:
    """What a folded word may have been meant to be, the likeliest slips first: two letters swapped, one doubled, …"""
    if not CORRECTED_MIN_CHARS <= len(word) <= CORRECTED_MAX_CHARS or not word.isalpha():
        return []
    return list(dict.fromkeys(edit for edit in _edits(word) if edit != word))


def _edits(word: str) -> Iterator[str]:
    letters = next((alphabet for alphabet in _ALPHABETS if word[0] in alphabet), '')
    cuts = [(word[:position], word[position:]) for position in range(len(word) + 1)]
    for before, after in cuts[:-2]:
        yield before + after[1] + after[0] + after[2:]
    for before, after in cuts[:-1]:
        yield before + after[0] + after
    for (before, _), (_, after) in pairwise(cuts):
        yield before + after
    for (before, _), (_, after) in pairwise(cuts):
        yield from (before + letter + after for letter in letters)
    for before, after in cuts:
        yield from (before + letter + after for letter in letters)
