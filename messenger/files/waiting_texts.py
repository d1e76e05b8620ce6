"""Text files of messages that wait to be read for the search index, newest first."""

import asyncio

from peewee import SQL, fn

from messenger.database.engine import after_commit, in_write
from messenger.files.media_types import PLAIN_TEXT, UNKNOWN
from messenger.models import Attachment, FileWords
from messenger.models.attachment import OTHER, TEXT_FILE
from messenger.process import Current

_COLUMNS = (FileWords.attachment, FileWords.words, FileWords.chars)
news: Current[asyncio.Event] = Current()  # set when files have been added


@in_write
def add(message_id: int) -> None:
    """Let the text files of a message wait."""
    texts = Attachment.select(Attachment.id).where(Attachment.message == message_id, Attachment.kind == TEXT_FILE)
    ids = [row.id for row in texts]
    if ids:
        FileWords.insert_many([(number, None, 0) for number in ids], _COLUMNS).on_conflict_ignore().execute()
        after_commit(news.value.set)


@in_write
def add_all() -> None:
    """Let all text files of messages wait again, and plain ones that may be text."""
    FileWords.delete().execute()
    kinds = Attachment.kind.in_((TEXT_FILE, OTHER)), Attachment.media_type.in_((PLAIN_TEXT, UNKNOWN))
    files = Attachment.select(Attachment.id, SQL('NULL'), SQL('0')).where(
        *kinds, Attachment.message.is_null(is_null=False)
    )
    FileWords.insert_from(files, _COLUMNS).execute()
    after_commit(news.value.set)


def of_one_message() -> list[Attachment]:
    """From a read or write: the files to read next, which belong to the message with the newest one."""
    waiting = FileWords.select(FileWords.attachment).where(FileWords.words.is_null())
    newest = Attachment.get_or_none(Attachment.id == waiting.order_by(FileWords.attachment.desc()).limit(1))
    if newest is None:
        return []
    same = Attachment.select().where(Attachment.message == newest.message_id, Attachment.id.in_(waiting))
    return list(same.order_by(Attachment.id)) or [newest]


def chars_of(message_id: int | None) -> int:
    """From a read or write: how many characters the words of the files of a message have."""
    files = Attachment.select(Attachment.id).where(Attachment.message == message_id)
    return FileWords.select(fn.sum(FileWords.chars)).where(FileWords.attachment.in_(files)).scalar() or 0
