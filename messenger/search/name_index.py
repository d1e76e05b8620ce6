"""The names a search may refer to, indexed by their words: built once per search, in limited time."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from messenger.database.readers import OutOfTime
from messenger.index import pieces, word_forms
from messenger.index.folding import fold_word
from messenger.search import typos

CHECK_EVERY, STEMS_AT_ONCE = 500, 50
NAMES_KEPT = 30_000


def fold_name(name: str) -> str:
    """`name` with case, Unicode form and spaces unified."""
    return ' '.join(fold_word(name).split())


@lru_cache(NAMES_KEPT)
def _split(name: str) -> tuple[str, frozenset[str]]:
    key = fold_name(name)
    words = {*pieces.words(key), *(joined for _, _, joined in pieces.compounds(key))}
    return key, frozenset(words.union(*map(pieces.parts, words)))


class NameIndex:
    """Names and the ids they belong to. Names not read by the thread time `until` are left out.

    Then `is_whole` is False.
    """

    def __init__(self, names: Iterable[tuple[int, str]], until: float) -> None:
        self.is_whole = True
        self._until = until
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        for count, (number, name) in enumerate(names):
            if count % CHECK_EVERY == 0 and time.thread_time() > until:
                self.is_whole = False
                return
            key, words = _split(name)
            self._names[key].append(number)
            for word in words:
                self._words[word].append(number)

    def ids_named(self, sought: str) -> set[int]:
        """The ids with exactly this name; otherwise those with words that begin so; otherwise with the same stems.

        Raises OutOfTime.
        """
        key = fold_name(sought)
        if not key or key in self._names:
            return set(self._names.get(key, ()))
        words, joined = list(dict.fromkeys(pieces.words(key))), pieces.whole_compound(key)
        if not words:
            return {number for name, ids in self._names.items() if key in name for number in ids}
        return (
            self._ids_with_all(words, self._ids_with_prefix)
            or (self._ids_with_prefix(joined) if joined else set())
            or self._ids_with_all(map(word_forms.stem, words), self._ids_with_stem)
        )

    def similar(self, sought: str) -> str:
        """The words of a name that the person probably meant by `sought`; may be empty. Raises OutOfTime."""
        words = pieces.words(fold_name(sought))
        others = [word if self._ids_with_prefix(word) else self._similar(word) for word in words]
        return ' '.join(others) if all(others) and self._ids_with_all(others, self._ids_with_prefix) else ''

    def _similar(self, word: str) -> str:
        return next((other for other in typos.corrections(word) if other in self._words), '')

    def _ids_with_all(self, parts: Iterable[str], ids_with: Callable[[str], set[int]]) -> set[int]:
        """The ids that match all parts."""
        matching_ids: set[int] | None = None
        for part in parts:
            matching_ids = ids_with(part) if matching_ids is None else matching_ids & ids_with(part)
            if not matching_ids:
                return set()
        return matching_ids or set()

    def _ids_with_prefix(self, part: str) -> set[int]:
        self._check_time()
        return {number for word, ids in self._words.items() if word.startswith(part) for number in ids}

    def _ids_with_stem(self, stem: str) -> set[int]:
        """Stemming is slow, so skip the many words that begin with another letter and cannot have the stem."""
        matching_ids: set[int] = set()
        possible = (word for word in self._words if word[0] == stem[:1] or not word_forms.keeps_initial(word))
        for count, word in enumerate(possible):
            if count % STEMS_AT_ONCE == 0:
                self._check_time()
            if word_forms.stem(word) == stem:
                matching_ids.update(self._words[word])
        return matching_ids

    def _check_time(self) -> None:
        if time.thread_time() > self._until:
            raise OutOfTime
