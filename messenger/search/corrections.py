"""Corrections: another spelling of a query that finds nothing, from words of messages that the person may read."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from peewee import chunked

from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.files import attachments
from messenger.index import pieces, word_forms
from messenger.index.folding import fold
from messenger.keyboard_layouts import in_other_layout
from messenger.models import Message
from messenger.search import plan, typos
from messenger.search.conditions import Phrase
from messenger.search.criteria import Criteria, resolve
from messenger.search.matching import matching
from messenger.search.names import ResolvedNames
from messenger.search.query import Query, Term

CORRECTED_LIMIT, MESSAGES_LOOKED_AT, TEXT_CHARS = 3, 30, 2_000
CORRECTING_S = 0.06
TOKENS_AT_ONCE = 50

_BODIES = Prepared(lambda: Message.select(Message.id, Message.body).where(Message.id.in_(any_of('messages'))))


def correct(text: str, query: Query, resolved: ResolvedNames, end: int) -> str:
    """From a read: `text` with names that match nothing replaced by similar ones, or else words that match nothing.

    `query` and `resolved` are its meaning; messages before the id `end` count. The same text if there is nothing to
    correct, or no time.
    """
    until = time.thread_time() + CORRECTING_S
    replacements = {term.position: name for term, name in resolved.similar if term.position}
    if not replacements and resolved.readable:
        replacements = _similar_words(text, query, resolved, end, until)
    for (start, stop), replacement in sorted(replacements.items(), reverse=True):
        text = f'{text[:start]}{replacement}{text[stop:]}'
    return text


def _similar_words(
    text: str, query: Query, resolved: ResolvedNames, end: int, until: float
) -> dict[tuple[int, int], str]:
    """What to replace at most CORRECTED_LIMIT words of a query with, by their positions in `text`."""
    replacements: dict[tuple[int, int], str] = {}
    for term in query.terms:
        if len(replacements) == CORRECTED_LIMIT or time.thread_time() > until:
            break
        if isinstance(term.meaning, Phrase) and term.is_required and term.position:
            typed = text[slice(*term.position)]
            if replacement := _similar_word(typed, term.meaning, query, resolved, end, until):
                replacements[term.position] = replacement
    return replacements


def _similar_word(typed: str, phrase: Phrase, query: Query, resolved: ResolvedNames, end: int, until: float) -> str:
    """A word of readable messages to search for instead of a typed one; empty if any of them has this one."""
    matches = plan.match_quickly(Criteria(resolved.readable, (phrase,)), end, 1)
    if matches is None or matches.ids:
        return ''
    for possible_tokens in (_similar_stems, _stems_of_similar):
        indexed_tokens = _in_index(possible_tokens(typed), end, until)
        ids = _ids(_one_word(indexed_tokens), query, resolved, end) if indexed_tokens else []
        if ids:
            return _commonest(indexed_tokens, ids, frozenset(typos.corrections(fold(typed))))
    return ''


def _ids(phrase: Phrase, query: Query, resolved: ResolvedNames, end: int) -> list[int]:
    """The newest messages with one word that meet the filters of a query, if the index finds them at once."""
    filters = (term for term in query.terms if not isinstance(term.meaning, Phrase))
    criteria = resolve(replace(query, terms=(*filters, Term(phrase))), resolved)
    matches = plan.match_quickly(criteria, end, MESSAGES_LOOKED_AT) if criteria else None
    return matches.ids if matches else []


def _similar_stems(typed: str) -> list[str]:
    """Tokens that a typed word may have been meant to have: similar to its own, or from the other keyboard layout."""
    words, other_layout = pieces.words(fold(typed)), word_forms.tokens(in_other_layout(typed))
    tokens = other_layout if len(other_layout) == 1 else []
    return tokens + typos.corrections(word_forms.stem(words[0])) if len(words) == 1 else tokens


def _stems_of_similar(typed: str) -> list[str]:
    """Tokens of similar words, where the slip is in the ending: meet, if meetng was typed. This takes much longer."""
    words = pieces.words(fold(typed))
    return list(dict.fromkeys(map(word_forms.stem, typos.corrections(words[0])))) if len(words) == 1 else []


def _in_index(tokens: Sequence[str], end: int, until: float) -> list[str]:
    """Those of these tokens that any message has, as far as there is time to look them up."""
    indexed_tokens: list[str] = []
    for batch in chunked(tokens, TOKENS_AT_ONCE):
        if time.thread_time() < until:
            indexed_tokens += _search_halves(batch, end)
    return indexed_tokens


def _search_halves(tokens: list[str], end: int) -> list[str]:
    """Those of these tokens that any message has: ask for all at once, and only if any is there for each half."""
    if not matching(_one_word(tokens).match(), end, 1):
        return []
    middle = len(tokens) // 2
    return [*_search_halves(tokens[:middle], end), *_search_halves(tokens[middle:], end)] if middle else tokens


def _one_word(tokens: Collection[str]) -> Phrase:
    return Phrase((), tuple((token, False) for token in tokens))


def _commonest(tokens: Sequence[str], ids: list[int], likely: frozenset[str]) -> str:
    """The word with the commonest of these tokens in messages and their file names; if possible, one of `likely`."""
    bodies, files = dict(_BODIES(messages=encode_list(ids))), attachments.files_of_messages(ids)
    words: Counter[str] = Counter()
    for message_id in ids:
        names = (file.name for file in files.get(message_id, ()))
        words.update(set(pieces.words(fold('\n'.join([bodies.get(message_id, '')[:TEXT_CHARS], *names])))))
    by_token = {token: Counter[str]() for token in tokens}
    for word, number in words.items():
        by_token.get(word_forms.stem(word), Counter())[word] = number
    best = max(by_token.values(), key=Counter.total)
    return max(best, key=lambda word: (word in likely, best[word]), default='')
