"""Upload states: the progress of somebody's files, many in one request."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from messenger import rate_limits
from messenger.database.engine import read, write
from messenger.errors import Malformed, NotFound
from messenger.files import attachments, inspections
from messenger.models import Attachment
from messenger.models.attachment import UNFINISHED
from messenger.models.base import now
from messenger.payloads import FileRow, UploadState

KEYS_LIMIT = 100
RENEWED_AFTER = timedelta(hours=1)  # well before attachments.ABANDONED_AFTER


async def states(user_id: int, keys: Sequence[str], *, wait_s: float = 0) -> dict[str, UploadState]:
    """What `uploads.announce` would return for each of these files, by key; files unknown to the server are absent.

    With `wait_s` the answer comes once the inspection of one of the files has ended, or after that many seconds. Asking
    about files keeps them from being removed as abandoned. Raises Malformed (too many keys), LimitReached.
    """
    if len(keys) > KEYS_LIMIT:
        raise Malformed(field='keys')
    rate_limits.take('upload_state', user_id)
    rows = await read(_rows, user_id, keys)
    if any(_is_old(row) for row in rows):
        await write(_renew, user_id, keys)
    if wait_s:
        waiting = [row for row in rows if await asyncio.to_thread(_is_to_inspect, row)]
        await inspections.first_outcome(waiting, wait_s)
        rows = await read(_rows, user_id, keys)
    return {row.key: await state_of(row) for row in rows}


def _rows(user_id: int, keys: Sequence[str]) -> list[Attachment]:
    return list(Attachment.select().where(Attachment.user == user_id, Attachment.key.in_(list(keys))))


def _is_old(row: Attachment) -> bool:
    return bool(row.message_id is None and row.created_at < now() - RENEWED_AFTER)


def _renew(user_id: int, keys: Sequence[str]) -> None:
    unsent = (Attachment.user == user_id) & Attachment.key.in_(list(keys)) & Attachment.message.is_null()
    Attachment.update(created_at=now()).where(unsent).execute()


def _is_to_inspect(row: Attachment) -> bool:
    return bool(row.kind == UNFINISHED and count_arrived(row.stored) == row.size_bytes)


async def state_of(row: Attachment) -> UploadState:
    """The progress of a file."""
    if row.kind != UNFINISHED:
        return done(row)
    return UploadState(offset=await asyncio.to_thread(count_arrived, row.stored))


def done(row: Attachment) -> UploadState:
    """The state of a complete file."""
    columns = (row.id, row.name, row.kind, row.media_type, row.size_bytes, row.width, row.height, row.lines)
    return UploadState(file=FileRow(*columns), sent=row.message_id is not None)


def count_arrived(stored: str) -> int:
    """How many bytes of a file have arrived."""
    whole, part = attachments.path_of(stored), attachments.part_of(stored)
    for path in (whole, part, whole):  # in between, an inspection may move the part into place
        with suppress(OSError):
            return path.stat().st_size
    return 0


def pace(user_id: int) -> float | None:
    """How many seconds this person has to wait before announcing a new file; None if they need not wait."""
    return rate_limits.wait_for('upload', user_id) or None


def find(user_id: int, key: str) -> Attachment | None:
    """From a read: somebody's file by its key; None if they have not announced it."""
    row: Attachment | None = Attachment.get_or_none(Attachment.user == user_id, Attachment.key == key)
    return row


def get_own(user_id: int, key: str) -> Attachment:
    """From a read: somebody's file by its key. Raises NotFound."""
    row = find(user_id, key)
    if row is None:
        raise NotFound
    return row
