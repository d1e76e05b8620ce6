"""Attachments: the files of messages, who may have them, and how they are removed."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from messenger import access, process
from messenger.database.engine import after_commit, in_write, read
from messenger.database.prepared import Prepared, any_of, encode_list
from messenger.errors import FileGone, NotFound
from messenger.files import removed_files, thumbnails, workspace
from messenger.models import Attachment, Message, User
from messenger.models.attachment import PICTURE, TEXT_FILE, UNFINISHED
from messenger.models.base import now
from messenger.payloads import FileRow

logger = logging.getLogger(__name__)

PER_MESSAGE = 20
ABANDONED_AFTER = timedelta(days=1)
WIPED_AFTER = timedelta(hours=1)
AT_ONCE = 500
TEXT_VIEWS = frozenset({'head', 'text'})

_OF_MESSAGES = Prepared(
    lambda: (
        Attachment.select(
            *(Attachment.message, Attachment.id, Attachment.name, Attachment.kind, Attachment.media_type),
            *(Attachment.size_bytes, Attachment.width, Attachment.height, Attachment.lines),
        )
        .where(Attachment.message.in_(any_of('messages')))
        .order_by(Attachment.id)
    )
)

threads = ThreadPoolExecutor(1, 'files')


def limit_mb() -> int:
    """The size limit of a file, in units of 2**20 bytes."""
    return process.settings.value.upload_limit_mb


def folder() -> Path:
    """Where files are stored, as `{folder}/{two letters}/{stored}`."""
    return process.settings.value.uploads_dir


def path_of(stored: str) -> Path:
    """The path of a complete file."""
    return folder() / stored[:2] / stored


def part_of(stored: str) -> Path:
    """The path of the bytes that have arrived so far; hidden, so that backups skip it."""
    return folder() / stored[:2] / f'.{stored}'


def files_of_messages(message_ids: Iterable[int]) -> dict[int, list[FileRow]]:
    """From a read or write: the files of those of these messages that have any; one query."""
    files: dict[int, list[FileRow]] = {}
    for message_id, *columns in _OF_MESSAGES(messages=encode_list(message_ids)):
        files.setdefault(message_id, []).append(FileRow(*columns))
    return files


def list_newest(user_id: int, room_id: int, limit: int) -> list[Attachment]:
    """From a read: the newest files of a room, each with its `message` and `user` loaded. Raises NotFound."""
    access.room_for(user_id, room_id)
    sent = Attachment.select(Attachment, Message, User).join(Message).switch(Attachment).join(User)
    sent = sent.where(Attachment.room == room_id, Message.deleted_at.is_null())
    return list(sent.order_by(Attachment.id.desc()).limit(limit))


@in_write
def claim(message_id: int, user_id: int, room_id: int, files: Sequence[int]) -> None:
    """Attach these files, by id, to the message.

    Raises FileGone unless all are complete, uploaded by this person to this room, and not in another message.
    """
    free = Attachment.update(message=message_id).where(
        Attachment.id.in_(files),
        Attachment.user == user_id,
        Attachment.room == room_id,
        Attachment.message.is_null(),
        Attachment.kind != UNFINISHED,
    )
    if len(files) > PER_MESSAGE or free.execute() != len(files):
        raise FileGone


async def find(user_id: int, attachment_id: int, view: str = '') -> tuple[Attachment, Path]:
    """A file this person may have, and its path; `view` is `small` or `large` for the copies of a picture.

    The views `head` and `text` are of text files, and their path is that of the file itself. Raises NotFound,
    SignedOut.
    """
    attachment = await read(access.attachment_for, user_id, attachment_id)
    if view and attachment.kind != (TEXT_FILE if view in TEXT_VIEWS else PICTURE):
        raise NotFound
    path = path_of(attachment.stored)
    if view and view not in TEXT_VIEWS:
        is_small = view == 'small' and max(attachment.width, attachment.height) > thumbnails.SMALL_PX
        path = path.with_name(path.name + (thumbnails.SMALL if is_small else thumbnails.LARGE))
    if not await asyncio.to_thread(_is_there, path):
        logger.error('The file of attachment %d is missing: %s', attachment_id, path)
        raise NotFound
    return attachment, path


@in_write
def forget() -> int:
    """Remove files of messages deleted longer ago than WIPED_AFTER, and uploads not sent within ABANDONED_AFTER;
    returns how many.
    """
    deleted = Message.select(Message.id).where(Message.deleted_at < now() - WIPED_AFTER)
    abandoned = Attachment.message.is_null() & (Attachment.created_at < now() - ABANDONED_AFTER)
    query = Attachment.select().where(Attachment.message.in_(deleted) | abandoned)
    return drop(list(query.limit(AT_ONCE)))


@in_write
def drop(rows: list[Attachment]) -> int:
    """Remove rows and, after the commit, move their files aside; returns how many."""
    Attachment.delete().where(Attachment.id.in_([row.id for row in rows])).execute()
    for row in rows:
        after_commit(discard, row.stored, kind_of_removed(row))
    return len(rows)


def kind_of_removed(row: Attachment) -> str:
    """The kind under which to move a row's file aside (see removed_files).

    Only a file announced since this start and never sent is certainly in no message of any copy of the database.
    """
    if row.message_id is None and workspace.current().is_of_this_run(row.id):
        return removed_files.kind_for_discarded(row.user_id)
    return removed_files.DELETED


def discard(stored: str, kind: str) -> None:
    """In a separate thread, move a file and its copies aside; delete the useless pieces of an unfinished upload."""
    path = path_of(stored)
    views = [path.with_name(path.name + ending) for ending in (thumbnails.SMALL, thumbnails.LARGE)]
    threads.submit(removed_files.move_aside, [path, *views], kind)
    threads.submit(_remove_pieces, part_of(stored))


def files() -> list[Path]:
    """All files in the folder, including half-written ones. Blocks."""
    return [path for path in folder().glob('??/*') if path.is_file() and not path.is_symlink()]


def find_named(paths: list[Path]) -> set[Path]:
    """From a read: those of these paths that a row names; half-written files only while their upload is unfinished."""
    ours = {path: path.name.lstrip('.').partition('.')[0] for path in paths if path.is_relative_to(folder())}
    query = Attachment.select(Attachment.stored, Attachment.kind).where(Attachment.stored.in_(list(ours.values())))
    kinds = {row.stored: row.kind for row in query}
    return {
        path
        for path, stored in ours.items()
        if kinds.get(stored) == UNFINISHED or (stored in kinds and not path.name.startswith('.'))
    }


def _is_there(path: Path) -> bool:
    return path.is_file() or removed_files.take_back(path)


def _remove_pieces(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        logger.exception('The pieces of an upload cannot be removed')
