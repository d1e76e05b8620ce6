"""Marks: which words of a message a query means, so that they can be highlighted and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from messenger.index import pieces, word_forms


@dataclass(frozen=True)
class Marks:
    """Words with one of the `stems`, and words that begin with one of the `prefixes`."""

    stems: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()

    def are_on(self, word: str) -> bool:
        """Whether the query means this folded word."""
        return self._are_on_whole(word) or (not word.isalpha() and any(map(self._are_on_whole, pieces.parts(word))))

    def are_on_joined(self, joined: str, last: str) -> bool:
        """Whether the query means words written as one, up to the `last` of them."""
        prefixes = (prefix for prefix in self.prefixes if len(prefix) > len(joined) - len(last))
        return word_forms.stem(joined) in self.stems or joined.startswith(tuple(prefixes))

    def _are_on_whole(self, word: str) -> bool:
        if word_forms.keeps_initial(word) and word[0] not in self._initials:
            return False
        if word_forms.stem(word) in self.stems or (self.prefixes and word.startswith(tuple(self.prefixes))):
            return True
        return not pieces.is_word(word) and not self.stems.isdisjoint(word_forms.tokens(word))

    @cached_property
    def _initials(self) -> set[str]:
        return {word[0] for word in (*self.stems, *self.prefixes)}


def union(marks_list: Iterable[Marks]) -> Marks:
    """The words that any of these marks mean."""
    marks_list = list(marks_list)
    stems = frozenset[str]().union(*(marks.stems for marks in marks_list))
    return Marks(stems, frozenset[str]().union(*(marks.prefixes for marks in marks_list)))
