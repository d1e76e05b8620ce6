"""The word index: kept in the same transaction as its message, built in the background for messages before it."""

import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from messenger.db import database, write
from messenger.models import Attachment, Message, Setting
from messenger.models.attachment import PICTURE
from messenger.models.message import TEXT
from messenger.services import long_texts, search_words

logger = logging.getLogger(__name__)

BATCH = 500
TOLD_EVERY = 50_000
INSERT = 'INSERT INTO message_index (rowid, words, facts) VALUES (?, ?, ?)'
_DELETE = "INSERT INTO message_index (message_index, rowid, words, facts) VALUES ('delete', ?, ?, ?)"
_LINK = re.compile(r'\b(?:https?://|www\.)\S|\w\.(?:com|org|net|io|dev|info|ru|рф|de|eu)\b', re.IGNORECASE)
_BUILT, _NEXT = 'search_version', 'search_next'

# messages up to this id wait for the background; they are in no index yet
_waiting_upto = 0


def add(
    message_id: int,
    room_id: int,
    author_id: int,
    at_ms: int,
    body: str,
    files: Iterable[tuple[str, str]] = (),
) -> None:
    """From inside a write: a message can be found. `files` are (name, kind) of its attachments."""
    if message_id > _waiting_upto:
        database.execute_sql(INSERT, (message_id, *columns(room_id, author_id, at_ms, body, files)))


def remove(
    message_id: int,
    room_id: int,
    author_id: int,
    at_ms: int,
    body: str,
    files: Iterable[tuple[str, str]] = (),
) -> None:
    """From inside a write: a message can no longer be found; the facts are those it was added with."""
    if message_id > _waiting_upto:
        database.execute_sql(_DELETE, (message_id, *columns(room_id, author_id, at_ms, body, files)))


def facts_of(message: Message) -> tuple[Any, ...]:
    """From inside a write: what `add` and `remove` take of a stored message."""
    files = Attachment.select(Attachment.name, Attachment.kind).where(Attachment.message == message.id)
    files = files.order_by(Attachment.id)
    at_ms = round(message.created_at.timestamp() * 1000)
    return (message.id, message.room_id, message.author_id, at_ms, message.body, list(files.tuples()))


def columns(
    room_id: int, author_id: int, at_ms: int, body: str, files: Iterable[tuple[str, str]] = ()
) -> tuple[str, str]:
    """What the index holds of a message: its words, and facts (room, author, year, month, day, what it has)."""
    day = datetime.fromtimestamp(at_ms / 1000, UTC)
    facts = [f'r{room_id}', f'u{author_id}', f'y{day:%Y}', f'm{day:%Y%m}', f'd{day:%Y%m%d}']
    if _LINK.search(body):
        facts.append('haslink')
    names = []
    for name, kind in files:
        facts.append('hasimage' if kind == PICTURE else 'hasfile')
        names.append(name)
    words = [long_texts.stems(body), *search_words.tokens('\n'.join(names))]
    return ' '.join(filter(None, words)), ' '.join(facts)


async def build() -> None:
    """Add the messages that were said before there was an index, or before its words changed; newest first."""
    global _waiting_upto
    _waiting_upto = await write(_begin)
    total = _waiting_upto
    if total:
        logger.info('Building the search index for %d messages', total)
    while _waiting_upto:
        await write(_step)
        done = total - _waiting_upto
        if done % TOLD_EVERY < BATCH or not _waiting_upto:
            logger.info('Search index: %d of %d messages', done, total)


def is_built() -> bool:
    """Whether everything can be found."""
    return _waiting_upto == 0


def _begin() -> int:
    """The id below which messages are missing; a new version of the words begins anew."""
    version = Setting.get_or_none(Setting.name == _BUILT)
    if version is not None and version.value == str(search_words.VERSION):
        left = Setting.get_or_none(Setting.name == _NEXT)
        return int(left.value) if left is not None else 0
    database.execute_sql("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    top = Message.select(Message.id).order_by(Message.id.desc()).limit(1).scalar() or 0
    _note(_BUILT, str(search_words.VERSION))
    _note(_NEXT, str(top))
    return int(top)


def _step() -> None:
    """One batch down from `_waiting_upto`."""
    global _waiting_upto
    bottom = max(0, _waiting_upto - BATCH)
    said = Message.select().where(Message.id > bottom, Message.id <= _waiting_upto, Message.kind == TEXT)
    found = [facts_of(message) for message in said.where(Message.deleted_at.is_null())]
    _note(_NEXT, str(bottom))
    _waiting_upto = bottom
    for facts in found:
        add(*facts)


def _note(name: str, value: str) -> None:
    Setting.insert(name=name, value=value).on_conflict_replace().execute()
