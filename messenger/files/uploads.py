"""Uploads: the bytes of a file arrive in any number of pieces and become an attachment.

`announce` names the file and returns how much of it has arrived; `append` adds pieces until it is complete. The sender
chooses a `key` for the upload: announcing the same key again always continues the same upload, so that a retry never
creates a second copy. A piece must start where the file currently ends, and only one is accepted at a time; once all
bytes have arrived, no more are written, and the file is inspected, see inspections.
"""

import asyncio
import logging
import os
import re
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from messenger import access, name_rules, rate_limits
from messenger.background import unbroken
from messenger.database.engine import read, write
from messenger.errors import (
    EmptyFile,
    LimitReached,
    Malformed,
    NotFound,
    StorageUnavailable,
    TooLarge,
    TooManyFiles,
    WrongOffset,
)
from messenger.files import attachments, file_numbers, inspections, upload_states, workspace
from messenger.i18n import _
from messenger.models import Attachment
from messenger.models.attachment import NAME_LIMIT_CHARS, UNFINISHED
from messenger.models.base import now
from messenger.models.message import KEY_LIMIT_CHARS
from messenger.payloads import UploadState
from messenger.process import Current

logger = logging.getLogger(__name__)

KEY = re.compile(rf'[\w-]{{1,{KEY_LIMIT_CHARS}}}', re.ASCII)
WAITING_LIMIT = 100  # unsent files per person
WRITTEN_AT_ONCE_BYTES = 2**19
CHUNK_WAIT_S = 30
CHUNK_WAIT_CONTESTED_S = 1  # while the sender has begun another request for the same upload
OUTCOME_WAIT_S = 60


@dataclass
class UploadRequests:
    """The requests for one upload, which run one after the other."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    silence: asyncio.Timeout | None = None
    is_discarded: bool = False


running: Current[dict[int, UploadRequests]] = Current()  # by the id of the upload


async def announce(user_id: int, room_id: int, key: str, name: str, size: int) -> UploadState:
    """Start uploading a file of `size` bytes to a room, or continue an upload started with this `key`.

    Returns its state, with `next_in` if the rate limit requires a pause before another new file. Only files the server
    does not know count as new. Raises TooLarge, EmptyFile, TooManyFiles, Malformed (the key belongs to another file),
    LimitReached, NotFound, NotAMember, SignedOut.
    """
    if not KEY.fullmatch(key):
        raise Malformed(field='key')
    if size == 0:
        raise EmptyFile
    if size > limit_bytes():
        raise too_large()
    rate_limits.take('upload_state', user_id)
    if await read(upload_states.find, user_id, key) is None:
        rate_limits.take('upload', user_id)
    await workspace.current().open_if_unknown()
    row = await write(_announce, user_id, room_id, key, tidy_name(name), size)
    await asyncio.to_thread(workspace.current().note_number, row.id)
    return replace(await upload_states.state_of(row), next_in=upload_states.pace(user_id))


def _announce(user_id: int, room_id: int, key: str, name: str, size: int) -> Attachment:
    row = upload_states.find(user_id, key)
    if row is not None and (row.room_id != room_id or row.size_bytes != size):
        raise Malformed(field='key')
    if row is not None and row.message_id is not None:
        return row
    access.poster(user_id, room_id)
    if row is not None:
        row.created_at = now()
        row.save()
        return row
    waiting = Attachment.select().where(Attachment.user == user_id, Attachment.message.is_null())
    if waiting.count() >= WAITING_LIMIT:
        raise TooManyFiles(limit=WAITING_LIMIT)
    columns = {'name': name, 'kind': UNFINISHED, 'media_type': '', 'size_bytes': size}
    number = file_numbers.find_highest() + 1
    attachment: Attachment = Attachment.create(
        id=number, user=user_id, room=room_id, key=key, stored=file_numbers.name_for(number), **columns
    )
    return attachment


async def append(
    user_id: int, key: str, offset: int, chunks: AsyncIterator[bytes], *, wait_s: float = OUTCOME_WAIT_S
) -> UploadState:
    """Write the bytes that arrive from `offset` on; returns what `announce` does. If interrupted, keeps what arrived.

    Once all bytes have arrived, `chunks` is not read any more; the answer is the offset alone if after `wait_s` the
    file is still being inspected, or is waiting because many other files of this person are: see upload_states. Raises
    NotFound (never announced, or discarded), WrongOffset (the file does not end there), TooLarge (more than announced),
    LimitReached (ask again later), StorageUnavailable, and what `chunks` raises.
    """
    rate_limits.take('upload_part', user_id)
    row = await read(upload_states.get_own, user_id, key)
    async with _lock_upload(row.id) as requests:
        row = await read(upload_states.get_own, user_id, key)
        if row.kind != UNFINISHED:
            return upload_states.done(row)
        there = await asyncio.to_thread(upload_states.count_arrived, row.stored)
        if there < row.size_bytes:
            if offset != there:
                raise WrongOffset(offset=there)
            await asyncio.to_thread(workspace.current().note_number, row.id)
            await _take(row, offset, _in_time(chunks, requests))
            there = await asyncio.to_thread(upload_states.count_arrived, row.stored)
    if there < row.size_bytes:
        return UploadState(offset=there)
    with suppress(LimitReached):
        if inspected := await inspections.outcome(row, wait_s):
            return upload_states.done(inspected)
    return UploadState(offset=there)


async def _take(row: Attachment, offset: int, chunks: AsyncIterator[bytes]) -> None:
    waiting = bytearray()
    try:
        async for chunk in chunks:
            if offset + len(waiting) + len(chunk) > row.size_bytes:
                raise too_large()
            waiting += chunk
            if len(waiting) >= WRITTEN_AT_ONCE_BYTES:
                written, waiting = waiting, bytearray()
                await unbroken(asyncio.to_thread(put, row.stored, offset, written))
                offset += len(written)
    finally:
        if waiting:
            await unbroken(asyncio.to_thread(put, row.stored, offset, waiting))


@asynccontextmanager
async def _lock_upload(row_id: int, *, discards: bool = False) -> AsyncIterator[UploadRequests]:
    """Lock this upload inside the block; the request that holds the lock gets less time to stay silent."""
    requests = running.value.setdefault(row_id, UploadRequests())
    requests.waiting += 1
    requests.is_discarded |= discards
    if requests.silence is not None and not requests.silence.expired():
        requests.silence.reschedule(asyncio.get_running_loop().time() + (0 if discards else CHUNK_WAIT_CONTESTED_S))
    try:
        async with requests.lock:
            yield requests
    finally:
        requests.waiting -= 1
        if not requests.waiting:
            del running.value[row_id]


async def _in_time(chunks: AsyncIterator[bytes], requests: UploadRequests) -> AsyncIterator[bytes]:
    """Yield the chunks, but stop if one does not arrive in time; the sender then has to ask again.

    Raises NotFound if the upload is discarded in the meantime.
    """
    while True:
        limit = CHUNK_WAIT_S if requests.waiting == 1 else CHUNK_WAIT_CONTESTED_S
        try:
            async with asyncio.timeout(limit) as requests.silence:
                chunk = await anext(chunks)
        except (StopAsyncIteration, TimeoutError):
            return
        finally:
            requests.silence = None
        if requests.is_discarded:
            raise NotFound
        yield chunk


async def discard(user_id: int, key: str) -> None:
    """Discard an unsent file; a file that a message has stays. Raises NotFound.

    A complete file is kept aside for some days, see attachments.drop.
    """
    rate_limits.take('upload_discard', user_id)
    row = await read(upload_states.get_own, user_id, key)
    if row.message_id is None:
        async with _lock_upload(row.id, discards=True) as requests:
            try:
                await inspections.end(row.id)
                await unbroken(write(_discard, user_id, key))
            finally:
                requests.is_discarded = False


def _discard(user_id: int, key: str) -> None:
    row = upload_states.get_own(user_id, key)
    if row.message_id is None:
        attachments.drop([row])


def limit_bytes() -> int:
    """The size limit of a file."""
    return attachments.limit_mb() * 2**20


def too_large() -> TooLarge:
    """The error for a file above the limit."""
    return TooLarge(limit=_('{number} MB').format(number=attachments.limit_mb()))


def tidy_name(name: str) -> str:
    """A file name without its path, and without characters that are invisible or reverse the text."""
    last = unicodedata.normalize('NFC', name).replace('\\', '/').rpartition('/')[2]
    visible = ' '.join(''.join(char for char in last if char.isspace() or not name_rules.is_invisible(char)).split())
    stem, dot, ending = visible.rpartition('.')
    if len(visible) > NAME_LIMIT_CHARS and dot and len(ending) < 20:
        visible = f'{stem[: NAME_LIMIT_CHARS - len(ending) - 1]}.{ending}'
    visible = visible[:NAME_LIMIT_CHARS].strip()
    return visible if visible.strip('.') else 'file'


def put(stored: str, offset: int, content: bytes | bytearray) -> None:
    """Write a piece of an upload at its place. Raises StorageUnavailable."""
    path: Path = attachments.part_of(stored)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, 'wb') as file:
            file.seek(offset)
            file.write(content)
    except OSError as error:
        logger.exception('An upload cannot be saved')
        raise StorageUnavailable from error
