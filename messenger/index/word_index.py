"""The word index: updated in the transaction of each message, built in the background for older messages."""

import logging
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from peewee import ModelSelect

from messenger.database.engine import database, in_write, read, write
from messenger.database.prepared import Prepared, any_of, listed, slot
from messenger.index import long_texts, word_forms
from messenger.models import Attachment, Message, Setting
from messenger.models.attachment import PICTURE
from messenger.models.base import milliseconds
from messenger.models.message import TEXT

logger = logging.getLogger(__name__)

PORTION_CHARS = 8_000  # the most one write adds or removes: one of the longest messages
BUILT_AT_ONCE, LOOKED_THROUGH = 50, 500
TOLD_EVERY = 50_000
INSERT = 'INSERT INTO message_index (rowid, words, facts) VALUES (?, ?, ?)'
_DELETE = "INSERT INTO message_index (message_index, rowid, words, facts) VALUES ('delete', ?, ?, ?)"
_LINK = re.compile(r'\b(?:https?://|www\.)\S|\w\.(?:com|org|net|io|dev|info|ru|рф|de|eu)\b', re.IGNORECASE)
_BUILT, _NEXT = 'search_version', 'search_next'
_FILES = Prepared(
    lambda: (
        Attachment.select(Attachment.message, Attachment.name, Attachment.kind)
        .where(Attachment.message.in_(any_of('messages')))
        .order_by(Attachment.id)
    )
)
_STORED = Prepared(lambda: Setting.select(Setting.value).where(Setting.name == slot('name')))

# Messages up to this id await the background build, as of the last commit; None until the build has started.
_left: int | None = None


@in_write
def add(
    message_id: int,
    room_id: int,
    author_id: int,
    at_ms: int,
    body: str,
    files: Iterable[tuple[str, str]] = (),
) -> None:
    """Add a message to the index. `files` are (name, kind) of its attachments."""
    if not _is_waiting(message_id):
        database.execute_sql(INSERT, (message_id, *columns(room_id, author_id, at_ms, body, files)))


@in_write
def remove(
    message_id: int,
    room_id: int,
    author_id: int,
    at_ms: int,
    body: str,
    files: Iterable[tuple[str, str]] = (),
) -> None:
    """Remove a message from the index; the facts must be those it was added with."""
    if not _is_waiting(message_id):
        database.execute_sql(_DELETE, (message_id, *columns(room_id, author_id, at_ms, body, files)))


def facts_of(message: Message) -> tuple[Any, ...]:
    """From a read or write: the arguments of `add` and `remove` for a stored message."""
    return _facts([message])[0]


def _facts(some: Sequence[Message]) -> list[tuple[Any, ...]]:
    files: dict[int, list[tuple[str, str]]] = {}
    for message_id, name, kind in _FILES(messages=listed(message.id for message in some)):
        files.setdefault(message_id, []).append((name, kind))
    return [
        (one.id, one.room_id, one.author_id, milliseconds(one.created_at), one.body, files.get(one.id, []))
        for one in some
    ]


def columns(
    room_id: int, author_id: int, at_ms: int, body: str, files: Iterable[tuple[str, str]] = ()
) -> tuple[str, str]:
    """A message's index columns: its words, and facts (room, author, year, month, day, link, image, file)."""
    day = datetime.fromtimestamp(at_ms / 1000, UTC)
    facts = [f'r{room_id}', f'u{author_id}', f'y{day:%Y}', f'm{day:%Y%m}', f'd{day:%Y%m%d}']
    if _LINK.search(body):
        facts.append('haslink')
    files = list(files)
    facts += ['hasimage' if kind == PICTURE else 'hasfile' for _name, kind in files]
    words = [long_texts.stems(body), long_texts.stems(_names(files))]
    return ' '.join(filter(None, words)), ' '.join(facts)


def _names(files: Iterable[tuple[str, str]]) -> str:
    return '\n'.join(name for name, _kind in files)


def portion(query: 'ModelSelect[Message]', most: int) -> list[Message]:
    """From a read or write: the first messages of `query` that one write may add or remove, at least one.

    There are at most `most`, with at most PORTION_CHARS characters including their file names.
    """
    found = list(query.limit(most))
    left = PORTION_CHARS
    for number, (*_, body, files) in enumerate(_facts(found)):
        left -= len(body) + sum(len(name) for name, _kind in files)
        if left < 0 < number:
            return found[:number]
    return found


async def prepare(chosen: Sequence[Message]) -> None:
    """Stem messages outside the writer thread, before a write that adds or removes them. Raises StorageUnavailable."""
    facts = await read(_facts, [message for message in chosen if message.kind == TEXT]) if chosen else []
    await long_texts.prepare(text for *_, body, files in facts for text in (body, _names(files)))


async def build() -> None:
    """Add all messages older than the index or than its current version of word forms; newest first."""
    global _left
    _left = None  # until this is known, each write asks the database
    left = total = await write(_begin)
    if total:
        logger.info('Building the search index for %d messages', total)
    while left:
        _left, before = left, total - left
        await prepare(await read(_following))
        left = await write(_step)
        if before // TOLD_EVERY < (total - left) // TOLD_EVERY or not left:
            logger.info('Search index: %d of %d messages', total - left, total)
    _left = 0


def is_built() -> bool:
    """Whether all messages are in the index."""
    return not _left


@in_write
def _is_waiting(message_id: int) -> bool:
    """Whether, as this transaction sees it, the background build will add this message later."""
    return _left != 0 and message_id <= _stored_next()


def _stored_next() -> int:
    return next((int(value) for (value,) in _STORED(name=_NEXT)), 0)


def _begin() -> int:
    """The id up to which messages are missing; a new version of the word forms rebuilds everything."""
    if _STORED(name=_BUILT) == [(str(word_forms.VERSION),)]:
        return _stored_next()
    database.execute_sql("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    top = Message.select(Message.id).order_by(Message.id.desc()).limit(1).scalar() or 0
    _note(_BUILT, str(word_forms.VERSION))
    _note(_NEXT, str(top))
    return int(top)


def _following() -> list[Message]:
    """From a read or write: the messages to add next."""
    top = _stored_next()
    said = Message.select().where(Message.id > top - LOOKED_THROUGH, Message.id <= top, Message.kind == TEXT)
    return portion(said.where(Message.deleted_at.is_null()).order_by(Message.id.desc()), BUILT_AT_ONCE)


def _step() -> int:
    """Add some of the missing messages; returns the id up to which others are still missing."""
    found = _following()
    bottom = found[-1].id - 1 if found else max(0, _stored_next() - LOOKED_THROUGH)
    facts = _facts(found)
    _note(_NEXT, str(bottom))
    for one in facts:
        add(*one)
    return int(bottom)


def _note(name: str, value: str) -> None:
    Setting.store(name, value)
