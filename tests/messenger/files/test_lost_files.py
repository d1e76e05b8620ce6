"""No complete file is deleted at once, however it goes: another copy of the database may need it."""

import asyncio
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from messenger import file_sweep
from messenger.database.engine import read, write
from messenger.errors import NotFound, StorageUnavailable
from messenger.files import (
    attachments,
    image_process,
    inspections,
    removed_files,
    thumbnails,
    uploads,
    workspace,
    workspace_mark,
)
from messenger.files.removed_files import DAY_S
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.people import avatars
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import upload
from tests.messenger.files.workspaces import DataFolder, age, served


def aside(settings: Settings) -> list[Path]:
    paths = (path for path in settings.removed_dir.rglob('*') if path.is_file())
    return sorted(path for path in paths if path.name != removed_files.AGES)


async def moved() -> None:
    """Wait until the threads that move files have nothing left to do."""
    for threads, count in ((attachments.threads, 1), (avatars.threads, avatars.THREADS)):
        all_idle = threading.Barrier(count)
        await asyncio.gather(*(asyncio.wrap_future(threads.submit(all_idle.wait, 10)) for _ in range(count)))


def copy_database(settings: Settings, target: Path) -> Path:
    with closing(sqlite3.connect(settings.database_path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


async def test_a_discard_in_a_copy_with_the_same_stamp_loses_no_sent_file(
    data_folder: DataFolder, tmp_path: Path
) -> None:
    mark = data_folder.settings.data_dir / workspace_mark.MARK
    async with served(data_folder.settings):
        waits = await upload(data_folder.anna, data_folder.room, b'words', key='k')
        older = copy_database(data_folder.settings, tmp_path / 'same stamp.db')
        await messages.send(data_folder.anna.id, data_folder.room, 'sent', '', files=[waits])
        right = copy_database(data_folder.settings, tmp_path / 'right.db')
        killed = mark.read_bytes()
    shutil.copy(older, data_folder.settings.database_path)
    mark.write_bytes(killed)
    async with served(data_folder.settings):
        assert workspace.current().is_newest(), 'nothing tells this copy from the right one'
        await uploads.discard(data_folder.anna.id, 'k')
        await moved()
        for number in range(3):  # files discarded later never push out the earlier one
            await upload(data_folder.anna, data_folder.room, b'words', key=f'flood{number}')
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(removed_files, 'DISCARDED_LIMIT_BYTES', 1)
                await uploads.discard(data_folder.anna.id, f'flood{number}')
                await moved()
        for _ in range(3):
            await file_sweep.sweep(9 * DAY_S)
    shutil.copy(right, data_folder.settings.database_path)

    async with served(data_folder.settings):
        assert (await attachments.find(data_folder.anna.id, waits))[1].read_bytes() == b'words'


async def test_discarded_uploads_are_kept_aside_within_limits_per_person(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removed_files, 'DISCARDED_LIMIT_BYTES', 25)
    async with served(data_folder.settings):
        for number in range(9):
            await upload(data_folder.anna, data_folder.room, b'0123456789', key=f'k{number}')
            await uploads.discard(data_folder.anna.id, f'k{number}')
            await moved()
            assert len(aside(data_folder.settings)) == min(number + 1, 2)
        await upload(data_folder.anna, data_folder.room, b'x' * 100, key='large')
        await uploads.discard(data_folder.anna.id, 'large')
        await moved()
        assert [path.stat().st_size for path in aside(data_folder.settings)] == [100], 'the newest stays in any case'
        await file_sweep.sweep(0)
        await file_sweep.sweep(2.9 * DAY_S)
        assert len(aside(data_folder.settings)) == 1
        await file_sweep.sweep(0.2 * DAY_S)
        assert aside(data_folder.settings) == []


async def test_the_pieces_of_an_unfinished_upload_are_removed_at_once(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        await uploads.announce(data_folder.anna.id, data_folder.room, 'k', 'a.txt', 9)

        async def piece() -> Any:
            yield b'word'

        await uploads.append(data_folder.anna.id, 'k', 0, piece())
        await uploads.discard(data_folder.anna.id, 'k')
        await moved()
        assert not [path for path in data_folder.settings.uploads_dir.rglob('.*') if path.is_file()]
        assert aside(data_folder.settings) == []


async def test_a_file_whose_row_disappears_during_inspection_is_kept_aside(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        number = await upload(data_folder.anna, data_folder.room, b'words')
        row = await read(Attachment.get_by_id, number)
        await write(lambda: Attachment.delete().where(Attachment.id == number).execute())
        with pytest.raises(NotFound):
            await inspections.inspect(row)
        await moved()
        assert [path.name for path in aside(data_folder.settings)] == [row.stored]


async def test_a_picture_whose_row_cannot_be_written_is_kept_aside(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_write = write

    async def broken(change: Any, *args: Any) -> Any:
        if change is avatars.show:
            raise StorageUnavailable
        return await real_write(change, *args)

    async with served(data_folder.settings):
        before = avatars.files()
        monkeypatch.setattr(avatars, 'write', broken)
        with pytest.raises(StorageUnavailable):
            await avatars.replace(data_folder.anna, picture())
        await moved()
        assert (avatars.files(), len(aside(data_folder.settings))) == (before, 1)


async def test_a_picture_from_before_the_start_is_kept_aside_for_the_full_period(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        await avatars.replace(data_folder.anna, picture())
        await avatars.clear(data_folder.anna)
        await moved()
        assert sorted(
            path.relative_to(data_folder.settings.removed_dir).parts[0] for path in aside(data_folder.settings)
        ) == [
            'deleted',
            'discarded',
        ]
        await file_sweep.sweep(0)
        await file_sweep.sweep(29 * DAY_S)
        assert len(aside(data_folder.settings)) == 1


def test_thumbnails_of_a_picture_survive_a_decoder_that_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / 'p'
    path.write_bytes(picture(size=(900, 900)))
    thumbnails.inspect_and_copy(path, path)
    before = sorted(tmp_path.iterdir())

    def gives_up(*args: Any, **options: Any) -> Any:
        raise image_process.TooCostly

    monkeypatch.setattr(image_process, 'scale_to_fit', gives_up)
    assert thumbnails.inspect_and_copy(path, path).kind == 'file'
    assert (len(before), sorted(tmp_path.iterdir())) == (3, before)


async def test_nothing_kept_aside_is_overwritten(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        path = data_folder.settings.uploads_dir / 'ab' / 'abcd'
        path.parent.mkdir(exist_ok=True)
        for content in (b'first', b'second', b'third'):
            path.write_bytes(content)
            removed_files.move_aside([path], removed_files.DELETED)
        assert sorted(kept_file.read_bytes() for kept_file in aside(data_folder.settings)) == [
            b'first',
            b'second',
            b'third',
        ]


async def test_a_file_with_a_row_stays_aside_while_it_cannot_be_moved_back(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(data_folder.settings):
        anna = await read(User.get_by_id, data_folder.anna.id)
        picture_of_hers = avatars.path_of(anna.id, anna.avatar)
        removed_files.move_aside([picture_of_hers], removed_files.DELETED)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(removed_files, 'take_back', lambda path: False)
            await age()
        assert await avatars.find(anna.id, anna.avatar)
