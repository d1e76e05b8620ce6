"""The word index: updated in the transaction of each message, built in the background for older messages."""

import logging
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from peewee import JOIN, ModelSelect, fn

from messenger.database.engine import database, in_write, read, write
from messenger.database.prepared import Prepared, any_of, encode_list, slot
from messenger.files import waiting_texts
from messenger.index import long_texts, word_forms
from messenger.models import Attachment, FileWords, Message, Setting
from messenger.models.attachment import PICTURE
from messenger.models.base import milliseconds
from messenger.models.message_kinds import SEARCHED
from messenger.process import Current

logger = logging.getLogger(__name__)

PORTION_CHARS = 8_000  # the most one write adds or removes: one of the longest messages
BUILT_AT_ONCE, LOOKED_THROUGH = 50, 500
LOG_EVERY = 50_000
INSERT = 'INSERT INTO message_index (rowid, words, facts) VALUES (?, ?, ?)'
_DELETE = "INSERT INTO message_index (message_index, rowid, words, facts) VALUES ('delete', ?, ?, ?)"
_LINK = re.compile(r'\b(?:https?://|www\.)\S|\w\.(?:com|org|net|io|dev|info|ru|рф|de|eu)\b', re.IGNORECASE)
_BUILT, _NEXT = 'search_version', 'search_next'
_FILES = Prepared(
    lambda: (
        Attachment.select(Attachment.message, Attachment.name, Attachment.kind, fn.COALESCE(FileWords.chars, 0))
        .join(FileWords, JOIN.LEFT_OUTER, on=(FileWords.attachment == Attachment.id))
        .where(Attachment.message.in_(any_of('messages')))
        .order_by(Attachment.id)
    )
)
_FILE_WORDS = Prepared(
    lambda: (
        FileWords.select(FileWords.words)
        .join(Attachment, on=(FileWords.attachment == Attachment.id))
        .where(Attachment.message == slot('message'), FileWords.words.is_null(is_null=False))
        .order_by(Attachment.id)
    )
)
_STORED = Prepared(lambda: Setting.select(Setting.value).where(Setting.name == slot('name')))


class Build:
    """How far the background build is: messages up to the id `left` await it, as of the last commit.

    `left` is None until the build has started: then each write asks the database.
    """

    left: int | None = None


progress: Current[Build] = Current()


class IndexedFile(Struct, frozen=True):
    """A file of a message, as far as search knows it, and how many characters the words of its text have."""

    name: str
    kind: str
    chars: int = 0


class IndexEntry(Struct, frozen=True):
    """A message as search knows it; `words` is the text to find it by, `at_ms` when it was sent."""

    message: int
    room: int
    author: int
    at_ms: int
    words: str
    files: Sequence[IndexedFile] = ()

    @property
    def file_names(self) -> str:
        """The names of its files, one a line."""
        return '\n'.join(file.name for file in self.files)

    @property
    def chars(self) -> int:
        """How much text has to be added or removed."""
        return len(self.words) + len(self.file_names) + sum(file.chars for file in self.files)


@in_write
def add(entry: IndexEntry) -> None:
    """Add a message to the index."""
    if not _is_waiting(entry.message):
        database.execute_sql(INSERT, (entry.message, *columns(entry)))


@in_write
def remove(entry: IndexEntry) -> None:
    """Remove a message from the index; the entry must equal the one that was added."""
    if not _is_waiting(entry.message):
        database.execute_sql(_DELETE, (entry.message, *columns(entry)))


@in_write
def add_message(message: Message) -> None:
    """Add a stored message to the index, if search finds messages of its kind."""
    for entry in _entries([message]):
        add(entry)


@in_write
def remove_message(message: Message) -> None:
    """Remove a stored message, which is still as it was added, from the index."""
    for entry in _entries([message]):
        remove(entry)


def _entries(messages: Iterable[Message]) -> list[IndexEntry]:
    """From a read or write: the entries of those of these messages that search finds."""
    searchable = [(message, words) for message in messages if (words := message.rules.words) is not None]
    files: dict[int, list[IndexedFile]] = {}
    for message_id, *file in _FILES(messages=encode_list(message.id for message, _words in searchable)):
        files.setdefault(message_id, []).append(IndexedFile(*file))
    return [
        IndexEntry(
            message.id,
            message.room_id,
            message.author_id,
            milliseconds(message.created_at) or 0,
            words(message.body),
            files.get(message.id, ()),
        )
        for message, words in searchable
    ]


def columns(entry: IndexEntry) -> tuple[str, str]:
    """From a read or write: a message's index columns.

    They are its words, also those of its files, and facts (room, author, year, month, day, link, image, file).
    """
    day = datetime.fromtimestamp(entry.at_ms / 1000, UTC)
    names = [f'r{entry.room}', f'u{entry.author}', f'y{day:%Y}', f'm{day:%Y%m}', f'd{day:%Y%m%d}']
    if _LINK.search(entry.words):
        names.append('haslink')
    names += ['hasimage' if file.kind == PICTURE else 'hasfile' for file in entry.files]
    words = [long_texts.stems(entry.words), long_texts.stems(entry.file_names)]
    if any(file.chars for file in entry.files):
        words += [zlib.decompress(stored).decode() for (stored,) in _FILE_WORDS(message=entry.message)]
    return ' '.join(filter(None, words)), ' '.join(names)


def portion(query: 'ModelSelect[Message]', most: int) -> list[Message]:
    """From a read or write: the first messages of `query` that one write may add or remove, at least one.

    There are at most `most`, with at most PORTION_CHARS characters including the names and words of their files.
    """
    messages = list(query.limit(most))
    chars = {entry.message: entry.chars for entry in _entries(messages)}
    chars_left = PORTION_CHARS
    for number, message in enumerate(messages):
        chars_left -= chars.get(message.id, 0)
        if chars_left < 0 < number:
            return messages[:number]
    return messages


async def prepare(chosen: Sequence[Message]) -> None:
    """Stem messages outside the writer thread, before a write that adds or removes them. Raises StorageUnavailable."""
    entries = await read(_entries, chosen) if chosen else []
    await long_texts.prepare(text for entry in entries for text in (entry.words, entry.file_names))


async def build() -> None:
    """Add all messages older than the index or than its current version of word forms; newest first."""
    build = progress.value
    build.left = None
    left = total = await write(begin)
    if total:
        logger.info('Building the search index for %d messages', total)
    while left:
        build.left, before = left, total - left
        await prepare(await read(_following))
        left = await write(_step)
        if before // LOG_EVERY < (total - left) // LOG_EVERY or not left:
            logger.info('Search index: %d of %d messages', total - left, total)
    build.left = 0


def is_built() -> bool:
    """Whether all messages are in the index."""
    return not progress.value.left


@in_write
def _is_waiting(message_id: int) -> bool:
    """Whether, as this transaction sees it, the background build will add this message later."""
    return progress.value.left != 0 and message_id <= _stored_next()


def _stored_next() -> int:
    return next((int(value) for (value,) in _STORED(name=_NEXT)), 0)


def begin() -> int:
    """The id up to which messages are missing; a new version of the word forms rebuilds everything."""
    if _STORED(name=_BUILT) == [(str(word_forms.VERSION),)]:
        return _stored_next()
    database.execute_sql("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    top = Message.select(Message.id).order_by(Message.id.desc()).limit(1).scalar() or 0
    waiting_texts.add_all()
    _note(_BUILT, str(word_forms.VERSION))
    _note(_NEXT, str(top))
    return int(top)


def _following() -> list[Message]:
    """From a read or write: the messages to add next."""
    top = _stored_next()
    kinds = Message.kind.in_(SEARCHED)
    query = Message.select().where(Message.id > top - LOOKED_THROUGH, Message.id <= top, kinds)
    return portion(query.where(Message.deleted_at.is_null()).order_by(Message.id.desc()), BUILT_AT_ONCE)


def _step() -> int:
    """Add some of the missing messages; returns the id up to which others are still missing."""
    messages = _following()
    bottom = messages[-1].id - 1 if messages else max(0, _stored_next() - LOOKED_THROUGH)
    entries = _entries(messages)
    _note(_NEXT, str(bottom))
    for entry in entries:
        add(entry)
    return int(bottom)


def _note(name: str, value: str) -> None:
    Setting.store(name, value)
