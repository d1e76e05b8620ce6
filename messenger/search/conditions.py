"""Search conditions: in FTS5 syntax, as ordered lists of the word index, and as a check of one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from messenger.index import word_forms

# Lengths of prefixes the index keeps lists for (migration 0003); for longer ones it would read every word first.
PREFIX_CHARS = (2, 3)


Forms = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Phrase:
    """A word or adjacent words, as tokens: those of `before`, then any of `last`, each (token, whether it is a prefix).

    Any of `joined` matches as well: the same words written as one.
    """

    before: tuple[str, ...]
    last: Forms
    joined: Forms = ()

    def match(self) -> str:
        """The condition in FTS5 syntax."""
        alternatives = [_fts_phrase([*self.before, token], is_prefix=is_prefix) for token, is_prefix in self.last]
        return ' OR '.join(
            [*alternatives, *(_fts_phrase([token], is_prefix=is_prefix) for token, is_prefix in self.joined)]
        )

    def lists(self) -> list[str]:
        """Conditions of one word each, which together match all messages that this matches, and perhaps more."""
        parts: list[Forms] = [((token, False),) for token in self.before]
        if all(not is_prefix or len(token) >= PREFIX_CHARS[0] for token, is_prefix in self.last):
            parts.append(self.last)
        return [Phrase((), _shorten((*part, *self.joined))).match() for part in parts]

    @property
    def is_exact(self) -> bool:
        """Whether `lists` match no other messages."""
        return not self.before and all(not is_prefix or len(token) in PREFIX_CHARS for token, is_prefix in self.last)

    def matches(self, tokens: Sequence[str]) -> bool:
        """Whether a message with these tokens matches."""
        if any(_is_one_of(token, self.joined) for token in tokens if self.joined):
            return True
        width = len(self.before)
        for start in range(len(tokens) - width):
            if _is_one_of(tokens[start + width], self.last) and tuple(tokens[start : start + width]) == self.before:
                return True
        return False


@dataclass(frozen=True)
class Facts:
    """Any of several facts, named as in word_index.columns."""

    names: tuple[str, ...]

    def match(self) -> str:
        """The condition in FTS5 syntax."""
        return '{facts} : (' + ' OR '.join(f'"{name}"' for name in self.names) + ')'


Condition = Phrase | Facts


def any_fact(names: Iterable[str]) -> Facts:
    """The condition that a message has one of these facts."""
    return Facts(tuple(names))


def expression(required: Iterable[Condition], excluded: Iterable[Condition]) -> str:
    """All of `required` (at least one) and none of `excluded`, in FTS5 syntax."""
    match = ' AND '.join(f'({condition.match()})' for condition in required)
    without = ' OR '.join(f'({condition.match()})' for condition in excluded)
    return f'({match}) NOT ({without})' if without else match


def tokens_of(body: str, names: Iterable[str]) -> list[str]:
    """The tokens of a message and its file names, as in the index."""
    return [*word_forms.index_tokens(body), *word_forms.index_tokens('\n'.join(names))]


def _shorten(forms: Forms) -> Forms:
    return tuple((token[: PREFIX_CHARS[-1]] if is_prefix else token, is_prefix) for token, is_prefix in forms)


def _is_one_of(token: str, forms: Forms) -> bool:
    return any(token.startswith(form) if is_prefix else token == form for form, is_prefix in forms)


def _fts_phrase(tokens: Sequence[str], *, is_prefix: bool = False) -> str:
    return f'{{words}} : "{" ".join(tokens)}"' + (' *' if is_prefix else '')
