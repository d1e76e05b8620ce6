"""Search conditions: in FTS5 syntax, as ordered lists of the word index, and as a check of one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from messenger.index import word_forms

# Lengths of prefixes the index keeps lists for (migration 0003); for longer ones it would read every word first.
PREFIX_CHARS = (2, 3)


Forms = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Words:
    """Adjacent tokens: those of `before`, then any of `last`, each (token, whether it is only a prefix).

    Any of `joined` matches as well: these words written as one.
    """

    before: tuple[str, ...]
    last: Forms
    joined: Forms = ()

    def match(self) -> str:
        """The condition in FTS5 syntax."""
        phrases = [_phrase([*self.before, token], is_prefix=is_prefix) for token, is_prefix in self.last]
        return ' OR '.join([*phrases, *(_phrase([token], is_prefix=is_prefix) for token, is_prefix in self.joined)])

    def lists(self) -> list[str]:
        """Conditions of one word each, which together match all messages that this matches, and perhaps more."""
        parts: list[Forms] = [((token, False),) for token in self.before]
        if all(not is_prefix or len(token) >= PREFIX_CHARS[0] for token, is_prefix in self.last):
            parts.append(self.last)
        return [Words((), _shortened((*part, *self.joined))).match() for part in parts]

    @property
    def is_exact(self) -> bool:
        """Whether `lists` match no other messages."""
        return not self.before and all(not is_prefix or len(token) in PREFIX_CHARS for token, is_prefix in self.last)

    def holds(self, tokens: Sequence[str]) -> bool:
        """Whether a message with these tokens meets the condition."""
        if any(_holds(token, self.joined) for token in tokens if self.joined):
            return True
        width = len(self.before)
        for at in range(len(tokens) - width):
            if _holds(tokens[at + width], self.last) and tuple(tokens[at : at + width]) == self.before:
                return True
        return False


@dataclass(frozen=True)
class Facts:
    """Any of several facts, named as in word_index.columns."""

    names: tuple[str, ...]

    def match(self) -> str:
        """The condition in FTS5 syntax."""
        return '{facts} : (' + ' OR '.join(f'"{name}"' for name in self.names) + ')'


Condition = Words | Facts


def facts(names: Iterable[str]) -> Facts:
    """The condition that a message has one of these facts."""
    return Facts(tuple(names))


def words(tokens: Sequence[str]) -> Words:
    """The condition that these tokens are adjacent."""
    return Words(tuple(tokens[:-1]), ((tokens[-1], False),))


def expression(wanted: Iterable[Condition], unwanted: Iterable[Condition]) -> str:
    """All of `wanted` (at least one) and none of `unwanted`, in FTS5 syntax."""
    match = ' AND '.join(f'({condition.match()})' for condition in wanted)
    without = ' OR '.join(f'({condition.match()})' for condition in unwanted)
    return f'({match}) NOT ({without})' if without else match


def tokens_of(body: str, names: Iterable[str]) -> list[str]:
    """The tokens of a message and its file names, as in the index."""
    return [*word_forms.index_tokens(body), *word_forms.index_tokens('\n'.join(names))]


def _shortened(some: Forms) -> Forms:
    return tuple((token[: PREFIX_CHARS[-1]] if is_prefix else token, is_prefix) for token, is_prefix in some)


def _holds(found: str, some: Forms) -> bool:
    return any(found.startswith(token) if is_prefix else found == token for token, is_prefix in some)


def _phrase(tokens: Sequence[str], *, is_prefix: bool = False) -> str:
    return f'{{words}} : "{" ".join(tokens)}"' + (' *' if is_prefix else '')
