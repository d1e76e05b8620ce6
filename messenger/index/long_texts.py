"""Long texts: rendered and stemmed in a separate thread, in fair turns, before the write that stores them.

The writer thread finds the stems here. If they have been dropped in the meantime, it computes them itself.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TypeVar

from messenger import access, markup, rate_limits
from messenger.database.engine import read
from messenger.errors import StorageUnavailable
from messenger.files import waiting_texts
from messenger.files.decoding import FairQueue
from messenger.index import word_forms
from messenger.models import Message

T = TypeVar('T')

CHARS_PER_COST = 1_000  # a text counts as one message plus one for each of these
TEXTS_KEPT = 200  # some megabytes
SERVER = 0  # the queue's user id for stemming texts of several people, so that none of them has to wait for it
WORDS_AT_ONCE, PAUSE_S = 32, 0.0005  # so that other threads do not wait 5 ms for the interpreter's lock each time
FEW_WORDS, FEW_WORDS_S = 8, 0.0003  # the same for work where nobody waits for one text, but for hundreds

queue = FairQueue(1, 'long-texts')
_stems: OrderedDict[str, str] = OrderedDict()  # only changed by the queue's one thread


def is_long(text: str) -> bool:
    """Whether `text` takes too long for the event loop or the writer thread."""
    return len(text) > markup.INLINE_LIMIT_CHARS


def cost(text: str) -> int:
    """How many messages or edits `text` counts as in rate limits."""
    return 1 + len(text) // CHARS_PER_COST


def stems(text: str) -> str:
    """The words of `text` as they are stored in the search index."""
    cached = _stems.get(text)
    return ' '.join(word_forms.index_tokens(text)) if cached is None else cached


async def run(user_id: int, work: Callable[[], T], *texts: str) -> T:
    """Run `work` in the thread for long texts, and stem the long ones of `texts` there.

    Raises what `work` raises, and LimitReached if too many texts of this person are already waiting.
    """

    def job(_stop: object) -> T:
        for text in texts:
            if is_long(text):
                _keep_stems(text)
        return work()

    return await queue.run(user_id, job)


async def prepare(texts: Iterable[str]) -> None:
    """Stem texts of any length, at most TEXTS_KEPT, before a write that needs them. Raises StorageUnavailable."""

    def job(stop: threading.Event) -> None:
        started = time.thread_time()
        for text in unstemmed:
            if stop.is_set():
                return
            _keep_stems(text, FEW_WORDS)
            if time.thread_time() - started > FEW_WORDS_S:
                time.sleep(PAUSE_S)
                started = time.thread_time()

    if unstemmed := [text for text in texts if text and text not in _stems]:
        await queue.run(SERVER, job)


async def stem(text: str) -> str:
    """The words of a text as they are stored in the search index. Raises LimitReached, StorageUnavailable."""

    def job(stop: threading.Event) -> str:
        tokens: list[str] = []
        for token in word_forms.index_tokens(text):
            tokens.append(token)
            if len(tokens) % WORDS_AT_ONCE == 0:
                time.sleep(PAUSE_S)
                if stop.is_set():
                    raise StorageUnavailable
        return ' '.join(tokens)

    return await queue.run(SERVER, job)


async def prepare_message(user_id: int, message_id: int) -> None:
    """Stem a stored message, if it is long, before a write that needs its stems.

    The words of its files count towards a rate limit, because the write indexes them again. Raises NotFound, SignedOut,
    LimitReached.
    """
    message, file_chars = await read(_lengths, user_id, message_id)
    _charge_for_files(user_id, file_chars)
    await _prepare(user_id, message.body)


async def prepare_removal(user_id: int, message_id: int) -> None:
    """The same for a message that is deleted or restored: its length counts towards the rate limit too."""
    message, file_chars = await read(_lengths, user_id, message_id)
    if (thousands := len(message.body) // CHARS_PER_COST) > 0:
        rate_limits.take('reindex', user_id, thousands)
    _charge_for_files(user_id, file_chars)
    await _prepare(user_id, message.body)


def _charge_for_files(user_id: int, chars: int) -> None:
    if (thousands := chars // CHARS_PER_COST) > 0:
        rate_limits.take('reindex_files', user_id, thousands)


def _lengths(user_id: int, message_id: int) -> tuple[Message, int]:
    """The message, and the length of the words of its files."""
    message, _ = access.message_for(user_id, message_id)
    return message, waiting_texts.chars_of(message_id)


async def _prepare(user_id: int, text: str) -> None:
    if is_long(text) and text not in _stems:
        await run(user_id, lambda: None, text)


def _keep_stems(text: str, words_at_once: int = WORDS_AT_ONCE) -> None:
    if text in _stems:
        _stems.move_to_end(text)
        return
    tokens: list[str] = []
    for token in word_forms.index_tokens(text):
        tokens.append(token)
        if len(tokens) % words_at_once == 0:
            time.sleep(PAUSE_S)
    _stems[text] = ' '.join(tokens)
    if len(_stems) > TEXTS_KEPT:
        _stems.popitem(last=False)
