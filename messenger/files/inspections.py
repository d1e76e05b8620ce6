"""Inspections: once all bytes of an upload have arrived, find out what it is and store that in its row.

The file is moved into place first, so that people get exactly what was inspected. Only pictures wait for their turn,
see decoding. One inspection serves every request for its outcome, and continues when the requests end.
"""

import asyncio
import logging
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from messenger.background import unbroken
from messenger.database.engine import write
from messenger.errors import NotFound, Refused, StorageUnavailable
from messenger.files import attachments, decoding, thumbnails
from messenger.models import Attachment
from messenger.models.attachment import PICTURE, UNFINISHED
from messenger.process import Current

logger = logging.getLogger(__name__)

THREADS = 4

_threads = ThreadPoolExecutor(THREADS, 'upload')
running: Current[dict[int, asyncio.Task[Attachment]]] = Current()  # by the id of the upload


async def outcome(row: Attachment, wait_s: float) -> Attachment | None:
    """The row once it says what the file is; None if that takes longer than `wait_s`.

    Raises NotFound if the upload was discarded in the meantime, LimitReached, StorageUnavailable.
    """
    task = _task_of(row)
    await asyncio.wait([task], timeout=wait_s)
    if not task.done():
        return None
    if task.cancelled():
        raise NotFound
    return task.result()


async def first_outcome(rows: Sequence[Attachment], wait_s: float) -> None:
    """Return once one of these files has been inspected or discarded; after `wait_s` at the latest.

    If one is refused because its owner has too many files waiting, this keeps waiting for the others.
    """
    end = time.monotonic() + wait_s
    waiting = {_task_of(row) for row in rows}
    while waiting and (left := end - time.monotonic()) > 0:
        done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if any(task.cancelled() or task.exception() is None for task in done):
            return


def _task_of(row: Attachment) -> asyncio.Task[Attachment]:
    task = running.value.get(row.id)
    if task is None:
        task = running.value[row.id] = asyncio.create_task(inspect(row), name=f'inspection {row.id}')
        task.add_done_callback(lambda done: _forget(row.id, done))
    return task


async def end(row_id: int) -> None:
    """Stop inspecting a file, and return once the inspection has ended."""
    if task := running.value.get(row_id):
        task.cancel()
        await asyncio.wait([task])


async def end_all() -> None:
    """Stop all inspections because the server stops; unfinished ones start again when the sender asks again."""
    decoding.queue.close()
    if running.value:
        await asyncio.wait(running.value.values())


def _forget(row_id: int, task: asyncio.Task[Attachment]) -> None:
    del running.value[row_id]
    if not task.cancelled() and (error := task.exception()) and not isinstance(error, Refused):
        logger.error('Inspecting upload %d failed', row_id, exc_info=error)


async def inspect(row: Attachment) -> Attachment:
    """Find out what an uploaded file is, make its thumbnails, and store that; returns the row."""
    loop = asyncio.get_running_loop()
    path = attachments.path_of(row.stored)
    content = await unbroken(loop.run_in_executor(_threads, _keep, row.stored, row.size_bytes))
    if content.kind == PICTURE:
        kind = content.media_type
        content = await decoding.queue.run(row.user_id, lambda stop: thumbnails.make_copies(path, path, kind, stop))
    try:
        return await write(_complete, row.id, content)
    except NotFound:
        attachments.discard(row.stored, attachments.kind_of_removed(row))
        raise


def _keep(stored: str, size: int) -> thumbnails.Content:
    """Sync the file to disk and move it into place (after a crash it may already be there), then read its beginning."""
    part, whole = attachments.part_of(stored), attachments.path_of(stored)
    try:
        with suppress(FileNotFoundError):
            with part.open('rb+') as file:
                os.fsync(file.fileno())
            if not whole.exists():
                part.replace(whole)
        if whole.stat().st_size != size:
            logger.error('The upload %s has the wrong length', whole)
            raise StorageUnavailable
    except OSError as error:
        logger.exception('An upload cannot be moved into place')
        raise StorageUnavailable from error
    return thumbnails.inspect(whole)


def _complete(row_id: int, content: thumbnails.Content) -> Attachment:
    row: Attachment | None = Attachment.get_or_none(Attachment.id == row_id)
    if row is None:
        raise NotFound
    if row.kind == UNFINISHED:
        row.kind, row.media_type = content.kind, content.media_type
        row.width, row.height, row.lines = content.width, content.height, content.lines
        row.save()
    return row
