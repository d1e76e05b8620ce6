"""File texts: the beginnings of text files are indexed with their messages, in the background, one file at a time.

A file is stemmed in pieces between which others have their turn (see long_texts), and its words are stored beside it:
the index can only remove exactly what it has.
"""

import asyncio
import logging
import zlib
from pathlib import Path

from messenger.database.engine import in_write, read, write
from messenger.files import attachments, text_files, waiting_texts
from messenger.files.media_types import PLAIN_TEXT
from messenger.index import long_texts, word_index
from messenger.models import Attachment, FileWords, Message
from messenger.models.attachment import TEXT_FILE

logger = logging.getLogger(__name__)

SEARCHED_BYTES = 100_000  # of each file
MESSAGE_LIMIT_CHARS = 100_000  # of the words of all files of a message, which one write adds or removes
PIECE_CHARS = 8_000


async def keep_indexing() -> None:
    """Index files that wait, forever."""
    news = waiting_texts.news.value
    while True:
        news.clear()
        await index_waiting()
        await news.wait()


async def index_waiting() -> None:
    """Index all files that wait now. Raises LimitReached, StorageUnavailable; those that are left go on waiting."""
    while (row := await read(waiting_texts.first)) is not None:
        path = attachments.path_of(row.stored)
        lines = row.lines if row.kind == TEXT_FILE else await asyncio.to_thread(_lines_of, path)
        text = '' if lines is None else await asyncio.to_thread(_beginning, path)
        pieces = [await long_texts.stem(piece) for piece in _pieces(text)]
        await write(_store, row.id, lines, ' '.join(filter(None, pieces)))


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


def _pieces(text: str) -> list[str]:
    """The text in pieces of whole lines, or of whole words, or of PIECE_CHARS where it has neither."""
    pieces = []
    while len(text) > PIECE_CHARS:
        cuts = [cut for sign in '\n ' if (cut := text.rfind(sign, 0, PIECE_CHARS)) > 0]
        pieces.append(text[: cuts[0] + 1] if cuts else text[:PIECE_CHARS])
        text = text[len(pieces[-1]) :]
    return [*pieces, text]


@in_write
def _store(attachment_id: int, lines: int | None, words: str) -> None:
    """Store the words of a file, and index its message with them; a file that is not text stops waiting."""
    row: Attachment | None = Attachment.get_or_none(Attachment.id == attachment_id)
    if row is None:
        return
    if lines is None:
        FileWords.delete().where(FileWords.attachment == attachment_id).execute()
        return
    message: Message | None = Message.get_or_none(Message.id == row.message_id, Message.deleted_at.is_null())
    if message is not None:
        word_index.remove_message(message)
    if row.kind != TEXT_FILE:
        row.kind, row.media_type, row.lines = TEXT_FILE, PLAIN_TEXT, lines
        row.save()
    kept = words[: max(0, MESSAGE_LIMIT_CHARS - waiting_texts.chars_of(row.message_id))]
    if len(kept) < len(words):
        kept = kept.rpartition(' ')[0]
    stored = FileWords.update(words=zlib.compress(kept.encode(), 1), chars=len(kept))
    stored.where(FileWords.attachment == attachment_id).execute()
    if message is not None:
        word_index.add_message(message)
