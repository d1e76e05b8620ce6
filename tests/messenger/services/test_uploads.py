"""Uploads: whole, in pieces, broken off, repeated, too large, by the wrong person."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from messenger.db import read, write
from messenger.errors import (
    EmptyFile,
    LimitReached,
    Malformed,
    NotAMember,
    NotFound,
    Refused,
    StorageUnavailable,
    TooLarge,
    TooManyFiles,
    WrongOffset,
)
from messenger.models import Attachment, User
from messenger.models.room import OPEN
from messenger.services import attachments, limits, messages, moderation, uploads
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_room, make_user, pieces, upload

pytestmark = pytest.mark.usefixtures('database')

CONTENT = bytes(range(256)) * 8000


@pytest.fixture
async def anna() -> User:
    return await make_user('anna', admin=True)


@pytest.fixture
async def room(anna: User) -> int:
    return await make_room(anna)


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.uploads_dir.rglob('*') if path.is_file())


async def broken(content: bytes) -> AsyncIterator[bytes]:
    """A line that breaks after the content."""
    async for piece in pieces(content):
        yield piece
    raise ConnectionResetError


async def count() -> int:
    found = await read(lambda: Attachment.select().count())
    return int(found)


async def test_a_file_arrives_whole(anna: User, room: int, settings: Settings) -> None:
    assert await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT)) == {'offset': 0}
    done = await uploads.append(anna.id, 'k', 0, pieces(CONTENT))
    fact: dict[str, Any] = done['file']
    assert fact == {
        'id': fact['id'],
        'name': 'notes.txt',
        'kind': 'file',
        'type': 'application/octet-stream',
        'size': len(CONTENT),
        'width': 0,
        'height': 0,
    }
    row, path = await attachments.find(anna.id, fact['id'])
    assert (path.read_bytes() == CONTENT, path.parent.parent) == (True, settings.uploads_dir)
    assert files(settings) == [row.stored]


async def test_what_broke_off_goes_on_where_it_was(anna: User, room: int) -> None:
    await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT))
    with pytest.raises(ConnectionResetError):
        await uploads.append(anna.id, 'k', 0, broken(CONTENT[:700_001]))
    assert await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT)) == {'offset': 700_001}
    with pytest.raises(WrongOffset) as refused:
        await uploads.append(anna.id, 'k', 700_002, pieces(CONTENT[700_002:]))
    assert refused.value.facts['offset'] == 700_001
    assert await uploads.append(anna.id, 'k', 700_001, pieces(CONTENT[700_001:900_000])) == {'offset': 900_000}
    done = await uploads.append(anna.id, 'k', 900_000, pieces(CONTENT[900_000:]))
    _, path = await attachments.find(anna.id, done['file']['id'])
    assert path.read_bytes() == CONTENT


async def test_the_same_upload_again_is_the_same_file(anna: User, room: int, settings: Settings) -> None:
    await uploads.announce(anna.id, room, 'k', 'a.png', len(picture()))
    at_once = await asyncio.gather(*(uploads.append(anna.id, 'k', 0, pieces(picture(), 50)) for _ in range(5)))
    at_once.append(await uploads.announce(anna.id, room, 'k', 'a.png', len(picture())))
    at_once.append(await uploads.append(anna.id, 'k', 0, pieces(picture())))
    assert len({done['file']['id'] for done in at_once}) == 1
    assert (await count(), len(files(settings))) == (1, 2)
    _, path = await attachments.find(anna.id, at_once[0]['file']['id'])
    assert path.read_bytes() == picture()


async def test_a_key_is_one_persons_and_one_files(anna: User, room: int) -> None:
    bob = await make_user('bob')
    other = await make_room(anna, bob, name='Other')
    await upload(anna, other, b'one', key='k')
    assert await upload(bob, other, b'another', key='k')
    for where, size in ((room, 3), (other, 4)):
        with pytest.raises(Malformed):
            await uploads.announce(anna.id, where, 'k', 'notes.txt', size)
    with pytest.raises(Malformed):
        await uploads.announce(anna.id, room, '../k', 'notes.txt', 4)


async def test_an_upload_that_was_sent_says_so(anna: User, room: int) -> None:
    file = await upload(anna, room, b'one', key='k')
    assert (await uploads.announce(anna.id, room, 'k', 'notes.txt', 3))['sent'] is False
    await messages.send(anna.id, room, 'm', '', files=[file])
    assert (await uploads.announce(anna.id, room, 'k', 'notes.txt', 3))['sent'] is True
    await uploads.discard(anna.id, 'k')
    assert (await attachments.find(anna.id, file))[1].is_file()


@pytest.mark.parametrize('size', [0, 25 * 2**20 + 1, 2**62])
async def test_sizes_that_are_refused(anna: User, room: int, size: int) -> None:
    with pytest.raises(Refused) as refused:
        await uploads.announce(anna.id, room, 'k', 'notes.txt', size)
    assert isinstance(refused.value, TooLarge if size else EmptyFile)
    assert size == 0 or str(refused.value) == 'This file is too large: at most 25 MB.'
    assert await count() == 0


async def test_more_than_was_announced_is_refused_while_it_arrives(anna: User, room: int, settings: Settings) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 64_000
            yield bytes(64_000)

    await uploads.announce(anna.id, room, 'k', 'notes.txt', 2_000_000)
    with pytest.raises(TooLarge):
        await uploads.append(anna.id, 'k', 0, endless())
    assert taken < 2_100_000
    assert sum(path.stat().st_size for path in settings.uploads_dir.rglob('.*')) <= 2_000_000


async def test_who_may_not_write_here_may_not_send_files_here(anna: User, room: int) -> None:
    bob, opened = await make_user('bob'), await make_room(anna, name='Open', kind=OPEN)
    for where, refusal in ((room, NotFound), (opened, NotAMember), (10**6, NotFound)):
        with pytest.raises(refusal):
            await uploads.announce(bob.id, where, 'k', 'notes.txt', 5)
    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    for deed in (uploads.append(bob.id, 'k', 0, pieces(b'words')), uploads.discard(bob.id, 'k')):
        with pytest.raises(NotFound):
            await deed
    await moderation.block(anna.id, bob.id)
    with pytest.raises(Refused):
        await uploads.announce(bob.id, opened, 'k', 'notes.txt', 5)


async def test_a_discarded_upload_leaves_nothing(anna: User, room: int, settings: Settings) -> None:
    file = await upload(anna, room, picture(size=(900, 900)), key='k')
    assert len(files(settings)) == 3
    await uploads.announce(anna.id, room, 'half', 'notes.txt', 10)
    await uploads.append(anna.id, 'half', 0, pieces(b'12345'))
    for key in ('k', 'half'):
        await uploads.discard(anna.id, key)
    await asyncio.to_thread(attachments._threads.submit(bool).result)
    assert (files(settings), await count()) == ([], 0)
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)


async def test_a_person_has_so_many_unsent_files_and_no_more(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, 'WAITING_LIMIT', 2)
    one, two = [await upload(anna, room) for _ in range(2)]
    with pytest.raises(TooManyFiles, match='At most 2'):
        await upload(anna, room)
    await messages.send(anna.id, room, 'm', '', files=[one, two])
    assert await upload(anna, room)


async def test_too_many_at_once_wait(anna: User, room: int) -> None:
    limits.configure(enabled=True)
    try:
        for number in range(limits.RATES['upload'].burst):
            await uploads.announce(anna.id, room, f'k{number}', 'notes.txt', 5)
        with pytest.raises(LimitReached):
            await uploads.announce(anna.id, room, 'one-more', 'notes.txt', 5)
    finally:
        limits.configure(enabled=False)


async def test_a_silent_line_is_given_up_and_what_came_is_kept(
    anna: User, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, 'CHUNK_WAIT_S', 0.05)

    async def silent() -> AsyncIterator[bytes]:
        yield b'abc'
        await asyncio.Event().wait()

    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    assert await uploads.append(anna.id, 'k', 0, silent()) == {'offset': 3}


async def test_a_disk_that_cannot_be_written_is_said_and_forgotten(
    anna: User, room: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.uploads_dir.write_text('in the way')
    await uploads.announce(anna.id, room, 'k', 'notes.txt', 5)
    with pytest.raises(StorageUnavailable):
        await uploads.append(anna.id, 'k', 0, pieces(b'words'))
    settings.uploads_dir.unlink()
    assert 'file' in await uploads.append(anna.id, 'k', 0, pieces(b'words'))


async def test_a_crash_between_the_file_and_its_row_is_mended(anna: User, room: int) -> None:
    file = await upload(anna, room, picture(), name='a.png', key='k')
    half = {'kind': 'part', 'media_type': '', 'width': 0, 'height': 0}
    await write(lambda: Attachment.update(half).where(Attachment.id == file).execute())
    with pytest.raises(NotFound):
        await attachments.find(anna.id, file)
    assert await uploads.announce(anna.id, room, 'k', 'a.png', len(picture())) == {'offset': len(picture())}
    done = await uploads.append(anna.id, 'k', len(picture()), pieces(b''))
    assert (done['file']['id'], done['file']['kind'], done['file']['width']) == (file, 'picture', 64)


@pytest.mark.parametrize(
    ('name', 'kept'),
    [
        ('photo.jpg', 'photo.jpg'),
        ('отчёт за май.pdf', 'отчёт за май.pdf'),
        ('C:\\secret\\a.txt', 'a.txt'),
        ('../../etc/passwd', 'passwd'),
        ('exe.\u202egpj.scr', 'exe.gpj.scr'),
        ('a\r\nSet-Cookie: b\x00.txt', 'a Set-Cookie: b.txt'),
        ('  ', 'file'),
        ('..', 'file'),
        ('', 'file'),
        ('.bashrc', '.bashrc'),
        ('ж' * 300 + '.jpeg', 'ж' * 195 + '.jpeg'),
        ('x' * 300, 'x' * 200),
    ],
)
def test_names_are_tidied(name: str, kept: str) -> None:
    assert uploads.tidied(name) == kept
