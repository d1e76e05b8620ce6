"""Uploads: the bytes of a file arrive, in as many pieces as the line allows, and become an attachment.

`announce` names the file and says how much of it is there already; `append` adds to that, until it is whole. The
sender's own `key` names the upload: announced again, whatever happened meanwhile, it is the same one, so that a retry
never makes a second copy. Bytes are written at their own place in the file: a piece that comes twice does no harm.
"""

import asyncio
import logging
import os
import re
import secrets
import unicodedata
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from messenger.db import read, write
from messenger.errors import EmptyFile, Malformed, NotFound, StorageUnavailable, TooLarge, TooManyFiles, WrongOffset
from messenger.models import Attachment
from messenger.models.attachment import NAME_LIMIT_CHARS, UNFINISHED
from messenger.models.base import now
from messenger.models.message import KEY_LIMIT_CHARS
from messenger.services import access, attachments, limits, names, thumbnails
from messenger.texts import _

logger = logging.getLogger(__name__)

KEY = re.compile(rf'[\w-]{{1,{KEY_LIMIT_CHARS}}}', re.ASCII)
WAITING_LIMIT = 100  # files of one person that are not sent yet
WRITTEN_AT_ONCE_BYTES = 2**19
CHUNK_WAIT_S = 30
THREADS = 2

_threads = ThreadPoolExecutor(THREADS, 'upload')
_finishing: dict[int, asyncio.Lock] = {}


async def announce(user_id: int, room_id: int, key: str, name: str, size: int) -> dict[str, Any]:
    """Begin to send a file of `size` bytes into a room, or go on with one that was begun under this `key`.

    Returns {offset}, how many bytes are there, or {file, sent} once it is whole: the fact (see attachments.fact_of) and
    whether a message has it. Raises TooLarge, EmptyFile, TooManyFiles, Malformed (the key is another file's),
    LimitReached, NotFound, NotAMember, SignedOut.
    """
    if not KEY.fullmatch(key):
        raise Malformed(field='key')
    if size == 0:
        raise EmptyFile
    if size > limit_bytes():
        raise too_large()
    limits.take('upload', user_id)
    row = await write(_announce, user_id, room_id, key, tidied(name), size)
    return _done(row) if row.kind != UNFINISHED else {'offset': await asyncio.to_thread(_arrived, row.stored)}


def _announce(user_id: int, room_id: int, key: str, name: str, size: int) -> Attachment:
    row: Attachment | None = Attachment.get_or_none(Attachment.user == user_id, Attachment.key == key)
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
    facts = {'name': name, 'kind': UNFINISHED, 'media_type': '', 'size_bytes': size}
    made: Attachment = Attachment.create(user=user_id, room=room_id, key=key, stored=secrets.token_hex(16), **facts)
    return made


async def append(user_id: int, key: str, offset: int, chunks: AsyncIterator[bytes]) -> dict[str, Any]:
    """Write what arrives from byte `offset` on; returns what `announce` does. What arrived stays if it breaks off.

    Raises NotFound (never announced), WrongOffset (bytes before it are missing), TooLarge (more than was announced),
    StorageUnavailable, and what `chunks` raises.
    """
    limits.take('upload_part', user_id)
    row = await read(_own, user_id, key)
    if row.kind != UNFINISHED:
        return _done(row)
    arrived = await asyncio.to_thread(_arrived, row.stored)
    if offset > arrived:
        raise WrongOffset(offset=arrived)
    waiting = bytearray()
    try:
        async for chunk in _in_time(chunks):
            if offset + len(waiting) + len(chunk) > row.size_bytes:
                raise too_large()
            waiting += chunk
            if len(waiting) >= WRITTEN_AT_ONCE_BYTES:
                written, waiting = waiting, bytearray()
                await asyncio.to_thread(_put, row.stored, offset, written)
                offset += len(written)
    finally:
        if waiting:
            await asyncio.shield(asyncio.to_thread(_put, row.stored, offset, waiting))
    arrived = await asyncio.to_thread(_arrived, row.stored)
    return {'offset': arrived} if arrived < row.size_bytes else await asyncio.shield(_finish(row))


async def _in_time(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks, as long as each comes within CHUNK_WAIT_S; a sender who is silent for longer asks again."""
    while True:
        try:
            async with asyncio.timeout(CHUNK_WAIT_S):
                chunk = await anext(chunks)
        except (StopAsyncIteration, TimeoutError):
            return
        yield chunk


async def discard(user_id: int, key: str) -> None:
    """Throw away a file that is not sent yet. Raises NotFound; one that a message has stays."""
    limits.take('upload_discard', user_id)
    row = await read(_own, user_id, key)
    if row.message_id is None:
        await write(lambda: attachments.drop([row]))


def limit_bytes() -> int:
    """How large a file may be."""
    return attachments.limit_mb() * 2**20


def too_large() -> TooLarge:
    """The refusal of a file of more than the limit."""
    return TooLarge(limit=_('{number} MB').format(number=attachments.limit_mb()))


def tidied(name: str) -> str:
    """The name of a file without a path, and without signs that show nothing or turn the rest around."""
    last = unicodedata.normalize('NFC', name).replace('\\', '/').rpartition('/')[2]
    seen = ' '.join(''.join(char for char in last if char.isspace() or not names.is_invisible(char)).split())
    stem, dot, ending = seen.rpartition('.')
    if len(seen) > NAME_LIMIT_CHARS and dot and len(ending) < 20:
        seen = f'{stem[: NAME_LIMIT_CHARS - len(ending) - 1]}.{ending}'
    seen = seen[:NAME_LIMIT_CHARS].strip()
    return seen if seen.strip('.') else 'file'


def _own(user_id: int, key: str) -> Attachment:
    row: Attachment | None = Attachment.get_or_none(Attachment.user == user_id, Attachment.key == key)
    if row is None:
        raise NotFound
    return row


def _done(row: Attachment) -> dict[str, Any]:
    columns = (row.id, row.name, row.kind, row.media_type, row.size_bytes, row.width, row.height)
    return {'file': attachments.fact_of(*columns), 'sent': row.message_id is not None}


async def _finish(row: Attachment) -> dict[str, Any]:
    """All bytes are there: see what they are, put the file in its place, then say so in its row."""
    async with _finishing.setdefault(row.id, asyncio.Lock()):
        try:
            present = await read(_own, row.user_id, row.key)
            if present.kind == UNFINISHED:
                content = await asyncio.get_running_loop().run_in_executor(_threads, _shelve, row.stored)
                present = await write(_complete, row.id, content)
        except NotFound:
            attachments.discard(row.stored)
            raise
        finally:
            _finishing.pop(row.id, None)
    return _done(present)


def _shelve(stored: str) -> thumbnails.Content:
    """Down to the disk, looked into, and in its place; once more after a crash, where it already lies there."""
    part, whole = attachments.part_of(stored), attachments.path_of(stored)
    try:
        if part.exists():
            with part.open('rb+') as file:
                os.fsync(file.fileno())
        content = thumbnails.made_of(part if part.exists() else whole, whole)
        with suppress(FileNotFoundError):
            part.replace(whole)
    except OSError as error:
        logger.exception('An upload cannot be put in its place')
        raise StorageUnavailable from error
    return content


def _complete(row_id: int, content: thumbnails.Content) -> Attachment:
    row: Attachment | None = Attachment.get_or_none(Attachment.id == row_id)
    if row is None:
        raise NotFound
    row.kind, row.media_type = content.kind, content.media_type
    row.width, row.height = content.width, content.height
    row.save()
    return row


def _arrived(stored: str) -> int:
    for path in (attachments.part_of(stored), attachments.path_of(stored)):
        with suppress(OSError):
            return path.stat().st_size
    return 0


def _put(stored: str, offset: int, content: bytes | bytearray) -> None:
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
