"""File texts: the beginnings of text files are indexed with their messages, in the background, one message at a time.

A file is stemmed in pieces between which others have their turn (see long_texts), and its words are stored beside it:
the index can only remove exactly what it has.
"""

import asyncio
import logging
import zlib
from pathlib import Path
from typing import NamedTuple

from messenger.database.engine import in_write, read, write
from messenger.files import attachments, text_files, waiting_texts
from messenger.files.media_types import PLAIN_TEXT
from messenger.index import long_texts, word_index
from messenger.models import Attachment, FileWords, Message
from messenger.models.attachment import TEXT_FILE

logger = logging.getLogger(__name__)

SEARCHED_BYTES = 100_000  # of each file
# The words of all files of a message, which one write adds or removes. Those of one file fit: 100 kB of a log have
# 108,000 characters of words.
MESSAGE_LIMIT_CHARS = 150_000
PIECE_CHARS = 8_000


class FileText(NamedTuple):
    """What was read in a file: the number of its lines, or None if it is not text, and its words as they are stored."""

    attachment: int
    lines: int | None
    words: str


async def keep_indexing() -> None:
    """Index files that wait, forever."""
    news = waiting_texts.news.value
    while True:
        news.clear()
        await index_waiting()
        await news.wait()


async def index_waiting() -> None:
    """Index all files that wait now. Raises LimitReached, StorageUnavailable; those that are left go on waiting."""
    while rows := await read(waiting_texts.of_one_message):
        await write(_store, [await _read(row) for row in rows])


async def _read(row: Attachment) -> FileText:
    path = attachments.path_of(row.stored)
    lines = row.lines if row.kind == TEXT_FILE else await asyncio.to_thread(_lines_of, path)
    text = '' if lines is None else await asyncio.to_thread(_beginning, path)
    pieces = [await long_texts.stem(piece) for piece in in_pieces(text)]
    return FileText(row.id, lines, ' '.join(filter(None, pieces)))


def text_of(path: Path) -> str:
    """The part of a text file that is searched. Blocks; raises OSError."""
    return text_files.read(path, SEARCHED_BYTES).text


def _lines_of(path: Path) -> int | None:
    try:
        return text_files.lines_of(path)
    except OSError:
        return None


def _beginning(path: Path) -> str:
    try:
        return text_of(path)
    except OSError:
        logger.warning('A text file cannot be read for the search index: %s', path)
        return ''


def in_pieces(text: str) -> list[str]:
    """The text in pieces of whole lines, or of whole words, or of PIECE_CHARS where it has neither."""
    pieces = []
    while len(text) > PIECE_CHARS:
        cuts = [cut for sign in '\n ' if (cut := text.rfind(sign, 0, PIECE_CHARS)) > 0]
        pieces.append(text[: cuts[0] + 1] if cuts else text[:PIECE_CHARS])
        text = text[len(pieces[-1]) :]
    return [*pieces, text]


@in_write
def _store(file_texts: list[FileText]) -> None:
    """Store the words of files of one message, and index it with them; a file that is not text stops waiting."""
    rows = {
        row.id: row
        for row in Attachment.select().where(Attachment.id.in_([file_text.attachment for file_text in file_texts]))
    }
    texts = [file_text for file_text in file_texts if file_text.attachment in rows and file_text.lines is not None]
    without_text = [file_text.attachment for file_text in file_texts if file_text.lines is None]
    FileWords.delete().where(FileWords.attachment.in_(without_text)).execute()
    if not texts:
        return
    message_id = rows[texts[0].attachment].message_id
    message: Message | None = Message.get_or_none(Message.id == message_id, Message.deleted_at.is_null())
    if message is not None:
        word_index.remove_message(message)
    for file_text in texts:
        row = rows[file_text.attachment]
        if row.kind != TEXT_FILE:
            row.kind, row.media_type, row.lines = TEXT_FILE, PLAIN_TEXT, file_text.lines or 0
            row.save()
        words = file_text.words[: max(0, MESSAGE_LIMIT_CHARS - waiting_texts.chars_of(message_id))]
        if len(words) < len(file_text.words):
            words = words.rpartition(' ')[0]
        stored = FileWords.update(words=zlib.compress(words.encode(), 1), chars=len(words))
        stored.where(FileWords.attachment == file_text.attachment).execute()
    if message is not None:
        word_index.add_message(message)
