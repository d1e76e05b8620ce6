"""Corrections: another spelling of a query that finds nothing, from words of messages that the person may read."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from peewee import chunked

from messenger.database.prepared import Prepared, any_of, listed
from messenger.files import attachments
from messenger.index import pieces, word_forms
from messenger.index.folding import folded
from messenger.keyboard_layouts import in_other_layout
from messenger.models import Message
from messenger.search import plan, typos
from messenger.search.conditions import Words
from messenger.search.criteria import Criteria, resolve
from messenger.search.matching import matching
from messenger.search.names import Chosen
from messenger.search.query import Query, Term

CORRECTED_LIMIT, LOOKED_AT, TEXT_CHARS = 3, 30, 2_000
CORRECTING_S = 0.06
TOKENS_AT_ONCE = 50

_BODIES = Prepared(lambda: Message.select(Message.id, Message.body).where(Message.id.in_(any_of('messages'))))


def corrected(text: str, query: Query, chosen: Chosen, end: int) -> str:
    """From a read: `text` with names that match nothing replaced by similar ones, or else words that match nothing.

    `query` and `chosen` are what it means; messages before the id `end` count. The same text if there is nothing to
    correct, or no time.
    """
    until = time.thread_time() + CORRECTING_S
    others = {term.at: other for term, other in chosen.similar if term.at}
    for term in () if others or not chosen.readable else query.terms:
        if time.thread_time() > until:
            break
        if isinstance(term.meaning, Words) and term.is_wanted and term.at and len(others) < CORRECTED_LIMIT:
            other = _other_word(text[slice(*term.at)], term.meaning, query, chosen, end, until)
            others |= {term.at: other} if other else {}
    for (start, stop), other in sorted(others.items(), reverse=True):
        text = f'{text[:start]}{other}{text[stop:]}'
    return text


def _other_word(typed: str, words: Words, query: Query, chosen: Chosen, end: int, until: float) -> str:
    """A word of readable messages to search for instead of a typed one; empty if any of them has this one."""
    anywhere = plan.quickly(Criteria(chosen.readable, (words,)), end, 1)
    if anywhere is None or anywhere.ids:
        return ''
    for possible in (_similar_stems, _stems_of_similar):
        known = _in_index(possible(typed), end, until)
        ids = _ids(_any_of(known), query, chosen, end) if known else []
        if ids:
            return _commonest(known, ids, frozenset(typos.corrections(folded(typed))))
    return ''


def _ids(words: Words, query: Query, chosen: Chosen, end: int) -> list[int]:
    """The newest messages with one word that meet the filters of a query, if the index finds them at once."""
    filters = (term for term in query.terms if not isinstance(term.meaning, Words))
    criteria = resolve(replace(query, terms=(*filters, Term(words))), chosen)
    found = plan.quickly(criteria, end, LOOKED_AT) if criteria else None
    return found.ids if found else []


def _similar_stems(typed: str) -> list[str]:
    """Tokens that a typed word may have been meant to have: similar to its own, or from the other keyboard layout."""
    words, other_layout = pieces.words(folded(typed)), word_forms.tokens(in_other_layout(typed))
    tokens = other_layout if len(other_layout) == 1 else []
    return tokens + typos.corrections(word_forms.stem(words[0])) if len(words) == 1 else tokens


def _stems_of_similar(typed: str) -> list[str]:
    """Tokens of similar words, where the slip is in the ending: meet, if meetng was typed. This takes much longer."""
    words = pieces.words(folded(typed))
    return list(dict.fromkeys(map(word_forms.stem, typos.corrections(words[0])))) if len(words) == 1 else []


def _in_index(tokens: Sequence[str], end: int, until: float) -> list[str]:
    """Those of some tokens that any message has, as many as there is time to look up."""
    known: list[str] = []
    for some in chunked(tokens, TOKENS_AT_ONCE):
        if time.thread_time() < until:
            known += _halved(some, end)
    return known


def _halved(tokens: list[str], end: int) -> list[str]:
    if not matching(_any_of(tokens).match(), end, 1):
        return []
    middle = len(tokens) // 2
    return [*_halved(tokens[:middle], end), *_halved(tokens[middle:], end)] if middle else tokens


def _any_of(tokens: Collection[str]) -> Words:
    return Words((), tuple((token, False) for token in tokens))


def _commonest(tokens: Sequence[str], ids: list[int], likely: frozenset[str]) -> str:
    """The word with the commonest of the tokens in some messages and their file names; if possible, one of `likely`."""
    bodies, files = dict(_BODIES(messages=listed(ids))), attachments.files_of_messages(ids)
    words: Counter[str] = Counter()
    for message in ids:
        names = (file.name for file in files.get(message, ()))
        words.update(set(pieces.words(folded('\n'.join([bodies.get(message, '')[:TEXT_CHARS], *names])))))
    by_token = {token: Counter[str]() for token in tokens}
    for word, number in words.items():
        by_token.get(word_forms.stem(word), Counter())[word] = number
    best = max(by_token.values(), key=Counter.total)
    return max(best, key=lambda word: (word in likely, best[word]), default='')
