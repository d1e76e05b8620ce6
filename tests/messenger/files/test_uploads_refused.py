"""Uploads that are refused, given up or discarded, and what remains of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from messenger import rate_limits
from messenger.admin import moderation
from messenger.database.engine import read, write
from messenger.errors import (
    EmptyFile,
    LimitReached,
    NotAMember,
    NotFound,
    Refused,
    StorageUnavailable,
    TooLarge,
    TooManyFiles,
)
from messenger.files import attachments, uploads
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.models.room import OPEN
from messenger.payloads import UploadState
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.conftest import Clock
from tests.factories import file_of, make_room, make_user, pieces, stored_files, upload

pytestmark = pytest.mark.usefixtures('database')


async def count() -> int:
    rows = await read(lambda: Attachment.select().count())
    return int(rows)


@pytest.mark.parametrize('size', [0, 25 * 2**20 + 1, 2**62])
async def test_invalid_sizes_are_refused(anna: User, room: int, size: int) -> None:
    with pytest.raises(Refused) as refused:
        await uploads.announce(anna.id, room, 'k', 'notes.txt', size)
    assert isinstance(refused.value, TooLarge if size else EmptyFile)
    assert size == 0 or str(refused.value) == 'This file is too large: at most 25 MB.'
    assert await count() == 0


async def test_data_beyond_the_announced_size_is_refused_while_it_arrives(
    anna: User, room: int, settings: Settings
) -> None:
    bytes_read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal bytes_read
        while True:
            bytes_read += 64_000
            yield bytes(64_000)

    await uploads.announce(anna.id, room, 'k', 'notes.txt', 2_000_000)
    with pytest.raises(TooLarge):
        await uploads.append(anna.id, 'k', 0, endless())
    assert bytes_read < 2_100_000
    assert sum(path.stat().st_size for path in settings.uploads_dir.rglob('.*')) <= 2_000_000


async def test_someone_who_may_not_write_here_may_not_send_files_here(anna: User, room: int) -> None:
    bob, opened = await make_user('bob'), await make_room(anna, name='Open', kind=OPEN)
    for where, refusal in ((room, NotFound), (opened, NotAMember), (10**6, NotFound)):
        with pytest.raises(refusal):
            await uploads.announce(bob.id, where, 'k', 'notes.txt', 5)
    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    for change in (uploads.append(bob.id, 'k', 0, pieces(b'words')), uploads.discard(bob.id, 'k')):
        with pytest.raises(NotFound):
            await change
    await moderation.block(anna.id, bob.id)
    with pytest.raises(Refused):
        await uploads.announce(bob.id, opened, 'k', 'notes.txt', 5)


async def test_a_discarded_upload_leaves_nothing(anna: User, room: int, settings: Settings) -> None:
    file = await upload(anna, room, picture(size=(900, 900)), key='k')
    assert len(stored_files(settings)) == 3
    await uploads.announce(anna.id, room, 'half', 'notes.txt', 10)
    await uploads.append(anna.id, 'half', 0, pieces(b'12345'))
    for key in ('k', 'half'):
        await uploads.discard(anna.id, key)
    await asyncio.to_thread(attachments.threads.submit(bool).result)
    assert (stored_files(settings), await count()) == ([], 0)
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)


async def test_each_person_may_have_a_limited_number_of_unsent_files(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, 'WAITING_LIMIT', 2)
    first, second = [await upload(anna, room) for _ in range(2)]
    with pytest.raises(TooManyFiles, match='at most 2 unsent files'):
        await upload(anna, room)
    await messages.send(anna.id, room, 'm', '', files=[first, second])
    assert await upload(anna, room)


async def test_too_many_uploads_at_once_have_to_wait(anna: User, room: int, clock: Clock) -> None:
    for number in range(rate_limits.RATES['upload'].burst):
        await uploads.announce(anna.id, room, f'k{number}', 'notes.txt', 5)
    with pytest.raises(LimitReached):
        await uploads.announce(anna.id, room, 'one-more', 'notes.txt', 5)


async def test_a_silent_connection_is_closed_and_its_data_is_kept(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, 'CHUNK_WAIT_S', 0.05)

    async def silent() -> AsyncIterator[bytes]:
        yield b'abc'
        await asyncio.Event().wait()

    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    assert await uploads.append(anna.id, 'k', 0, silent()) == UploadState(offset=3)


async def test_a_disk_that_cannot_be_written_is_reported_and_works_again_later(
    anna: User, room: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.uploads_dir.write_text('in the way')
    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    with pytest.raises(StorageUnavailable):
        await uploads.append(anna.id, 'k', 0, pieces(b'words'))
    settings.uploads_dir.unlink()
    assert (await uploads.append(anna.id, 'k', 0, pieces(b'words'))).file


async def test_a_crash_between_writing_the_file_and_its_row_is_repaired(anna: User, room: int) -> None:
    file = await upload(anna, room, picture(), name='a.png', key='k')
    half = {'kind': 'part', 'media_type': '', 'width': 0, 'height': 0}
    await write(lambda: Attachment.update(half).where(Attachment.id == file).execute())
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)
    assert await uploads.announce(anna.id, room, 'k', 'a.png', len(picture())) == UploadState(offset=len(picture()))
    done = await uploads.append(anna.id, 'k', len(picture()), pieces(b''))
    assert (file_of(done).id, file_of(done).kind, file_of(done).width) == (file, 'picture', 64)
