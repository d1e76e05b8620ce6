"""Uploads: complete, in pieces, interrupted, repeated, too large, by the wrong person."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from messenger.database.engine import read
from messenger.errors import (
    Malformed,
    WrongOffset,
)
from messenger.files import attachments, uploads
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.payloads import FileRow, UploadState
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import file_of, make_room, make_user, pieces, stored_files, upload

pytestmark = pytest.mark.usefixtures('database')

CONTENT = bytes(range(256)) * 8000


async def broken(content: bytes) -> AsyncIterator[bytes]:
    """A connection that breaks after the content."""
    async for piece in pieces(content):
        yield piece
    raise ConnectionResetError


async def count() -> int:
    rows = await read(lambda: Attachment.select().count())
    return int(rows)


async def test_a_complete_file_arrives(anna: User, room: int, settings: Settings) -> None:
    assert await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT)) == UploadState(offset=0)
    done = await uploads.append(anna.id, 'k', 0, pieces(CONTENT))
    file = file_of(done)
    assert file == FileRow(file.id, 'notes.txt', 'file', 'application/octet-stream', len(CONTENT), 0, 0, 0)
    row, path = await attachments.find(anna.id, file.id)
    assert (path.read_bytes() == CONTENT, path.parent.parent) == (True, settings.uploads_dir)
    assert stored_files(settings) == [row.stored]


async def test_an_interrupted_upload_continues_where_it_stopped(anna: User, room: int) -> None:
    await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT))
    with pytest.raises(ConnectionResetError):
        await uploads.append(anna.id, 'k', 0, broken(CONTENT[:700_001]))
    assert await uploads.announce(anna.id, room, 'k', 'notes.txt', len(CONTENT)) == UploadState(offset=700_001)
    with pytest.raises(WrongOffset) as refused:
        await uploads.append(anna.id, 'k', 700_002, pieces(CONTENT[700_002:]))
    assert refused.value.details['offset'] == 700_001
    assert await uploads.append(anna.id, 'k', 700_001, pieces(CONTENT[700_001:900_000])) == UploadState(offset=900_000)
    done = await uploads.append(anna.id, 'k', 900_000, pieces(CONTENT[900_000:]))
    _, path = await attachments.find(anna.id, file_of(done).id)
    assert path.read_bytes() == CONTENT


async def test_repeating_an_upload_gives_the_same_file(anna: User, room: int, settings: Settings) -> None:
    await uploads.announce(anna.id, room, 'k', 'a.png', len(picture()))
    at_once = await asyncio.gather(*(uploads.append(anna.id, 'k', 0, pieces(picture(), 50)) for _ in range(5)))
    at_once.append(await uploads.announce(anna.id, room, 'k', 'a.png', len(picture())))
    at_once.append(await uploads.append(anna.id, 'k', 0, pieces(picture())))
    assert len({file_of(done).id for done in at_once}) == 1
    assert (await count(), len(stored_files(settings))) == (1, 2)
    _, path = await attachments.find(anna.id, file_of(at_once[0]).id)
    assert path.read_bytes() == picture()


async def test_a_key_belongs_to_one_person_and_one_file(anna: User, room: int) -> None:
    bob = await make_user('bob')
    other = await make_room(anna, bob, name='Other')
    await upload(anna, other, b'one', key='k')
    assert await upload(bob, other, b'another', key='k')
    for where, size in ((room, 3), (other, 4)):
        with pytest.raises(Malformed):
            await uploads.announce(anna.id, where, 'k', 'notes.txt', size)
    with pytest.raises(Malformed):
        await uploads.announce(anna.id, room, '../k', 'notes.txt', 4)


async def test_an_upload_that_was_already_sent_says_so(anna: User, room: int) -> None:
    file = await upload(anna, room, b'one', key='k')
    assert (await uploads.announce(anna.id, room, 'k', 'notes.txt', 3)).sent is False
    await messages.send(anna.id, room, 'm', '', files=[file])
    assert (await uploads.announce(anna.id, room, 'k', 'notes.txt', 3)).sent is True
    await uploads.discard(anna.id, 'k')
    assert (await attachments.find(anna.id, file))[1].is_file()


def test_names_are_cleaned_up(subtests: pytest.Subtests) -> None:
    for name, tidied in [
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
    ]:
        with subtests.test(repr(name)):
            assert uploads.tidy_name(name) == tidied
