"""Older copies of the database: nothing is removed while one is in use, and the right one finds all its files."""

import asyncio
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from messenger import file_sweep
from messenger.backup import backups
from messenger.database.engine import read
from messenger.errors import NotFound
from messenger.files import attachments, uploads, workspace, workspace_mark
from messenger.files.removed_files import DAY_S
from messenger.messages import messages
from messenger.models import Attachment, User
from messenger.people import avatars
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_user, upload
from tests.messenger.files.workspaces import DataFolder, age, files, send_file, served

LONG_S = 100 * DAY_S


async def test_an_older_copy_removes_nothing_and_the_right_database_finds_everything(data_folder: DataFolder) -> None:
    right = data_folder.older.with_name('right.db')
    shutil.move(data_folder.settings.database_path, right)
    shutil.copy(data_folder.older, data_folder.settings.database_path)
    for _ in range(2):
        async with served(data_folder.settings):
            assert workspace.current().is_older_copy()
            await age()
            assert files(data_folder.settings) == data_folder.files

    shutil.move(right, data_folder.settings.database_path)
    async with served(data_folder.settings):
        assert not workspace.current().is_older_copy()
        await age()
        number = await read(lambda: Attachment.select().first().id)
        assert (await attachments.find(data_folder.anna.id, number))[1].is_file()
    assert files(data_folder.settings) == data_folder.files


async def test_a_copy_made_after_the_last_upload_is_older_too(data_folder: DataFolder) -> None:
    copy = data_folder.older.with_name('copy.db')
    shutil.copy(data_folder.settings.database_path, copy)
    async with served(data_folder.settings):
        await avatars.replace(data_folder.anna, picture())
    before = files(data_folder.settings)
    shutil.copy(copy, data_folder.settings.database_path)

    async with served(data_folder.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert set(before) < set(files(data_folder.settings)), 'the picture that the copy names was taken back'


async def test_numbers_continue_after_an_older_copy(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        highest = await send_file(data_folder, 'n')
    shutil.copy(data_folder.older, data_folder.settings.database_path)

    async with served(data_folder.settings):
        assert await send_file(data_folder, 'o') > highest


async def test_files_added_with_an_older_copy_are_kept_when_the_right_one_is_back(data_folder: DataFolder) -> None:
    right = data_folder.older.with_name('right.db')
    shutil.move(data_folder.settings.database_path, right)
    shutil.copy(data_folder.older, data_folder.settings.database_path)
    async with served(data_folder.settings):
        assert not workspace.current().has_unlisted_files()
        await send_file(data_folder, 'o')
    both = files(data_folder.settings)
    shutil.move(right, data_folder.settings.database_path)

    for _ in range(2):
        async with served(data_folder.settings):
            assert workspace.current().is_older_copy()
            assert workspace.current().has_unlisted_files(), 'it is no earlier copy'
            await age()
        assert files(data_folder.settings) == both
    async with served(data_folder.settings):
        await workspace.keep_database(data_folder.anna.id)
        assert not workspace.current().has_unlisted_files()


async def test_files_removed_with_an_older_copy_are_moved_back(data_folder: DataFolder) -> None:
    right = data_folder.older.with_name('right.db')
    async with served(data_folder.settings):
        waits = await upload(data_folder.anna, data_folder.room, b'words', key='k')
    shutil.copy(data_folder.settings.database_path, data_folder.older)
    async with served(data_folder.settings):
        await messages.send(data_folder.anna.id, data_folder.room, 'n', '', files=[waits])
    shutil.move(data_folder.settings.database_path, right)
    shutil.copy(data_folder.older, data_folder.settings.database_path)
    async with served(data_folder.settings):
        await uploads.discard(data_folder.anna.id, 'k')
        await avatars.clear(data_folder.anna)
        await age()
    shutil.move(right, data_folder.settings.database_path)

    async with served(data_folder.settings):
        assert (await attachments.find(data_folder.anna.id, waits))[1].read_bytes() == b'words'
        anna = await read(User.get_by_id, data_folder.anna.id)
        assert await avatars.find(anna.id, anna.avatar)


async def test_an_admin_keeps_an_older_copy_and_files_are_removed_after_the_usual_days(data_folder: DataFolder) -> None:
    shutil.copy(data_folder.older, data_folder.settings.database_path)
    async with served(data_folder.settings):
        stranger = await make_user('stranger')
        with pytest.raises(NotFound):
            await workspace.keep_database(stranger.id)
        await workspace.keep_database(data_folder.anna.id)
        assert not workspace.current().is_older_copy()
        assert await file_sweep.sweep(LONG_S) == 0
        assert files(data_folder.settings) == data_folder.files
        await age(5)
    async with served(data_folder.settings):
        assert not workspace.current().is_older_copy()
        assert files(data_folder.settings) == []
        aside = [path.name for path in data_folder.settings.removed_dir.rglob('*') if path.is_file()]
        assert set(data_folder.files) < set(aside)


async def test_a_database_from_before_marks_is_adopted_once(data_folder: DataFolder) -> None:
    _forget_mark(data_folder.settings)

    async with served(data_folder.settings):
        assert not workspace.current().is_older_copy()
        await age()

    assert files(data_folder.settings) == data_folder.files
    assert json.loads((data_folder.settings.data_dir / workspace_mark.MARK).read_text())['number'] == 2


async def test_an_unmarked_database_that_lacks_files_does_not_cause_their_removal(data_folder: DataFolder) -> None:
    shutil.copy(data_folder.older, data_folder.settings.database_path)
    _forget_mark(data_folder.settings)

    async with served(data_folder.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert files(data_folder.settings) == data_folder.files


async def test_an_unmarked_copy_is_older_than_a_marked_folder(data_folder: DataFolder) -> None:
    _forget_id(data_folder.settings.database_path)

    async with served(data_folder.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert files(data_folder.settings) == data_folder.files


def _forget_mark(settings: Settings) -> None:
    """Make the folder as it was before marks existed."""
    (settings.data_dir / workspace_mark.MARK).unlink()
    _forget_id(settings.database_path)


def _forget_id(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM setting WHERE name LIKE 'workspace%'")


async def test_a_copied_folder_is_complete(data_folder: DataFolder, tmp_path: Path) -> None:
    shutil.copytree(data_folder.settings.data_dir, tmp_path / 'copy')
    copied = replace(data_folder.settings, data_dir=tmp_path / 'copy')

    async with served(copied):
        assert not workspace.current().is_older_copy()
        await age()

    assert files(copied) == data_folder.files


async def test_a_copy_of_a_running_folder_is_complete_or_older(data_folder: DataFolder, tmp_path: Path) -> None:
    async with served(data_folder.settings):
        await send_file(data_folder, 'n')
        shutil.copytree(data_folder.settings.data_dir, tmp_path / 'with journal')
        shutil.copytree(
            data_folder.settings.data_dir, tmp_path / 'without', ignore=shutil.ignore_patterns('*-wal', '*-shm')
        )
    for name in ('with journal', 'without'):
        copied = replace(data_folder.settings, data_dir=tmp_path / name)
        before = files(copied)
        async with served(copied):
            assert workspace.current().is_older_copy() == (name == 'without')
            await age()
        assert files(copied) == before


async def test_a_database_from_a_backup_is_older_than_the_folder(data_folder: DataFolder, tmp_path: Path) -> None:
    async with served(data_folder.settings):
        await asyncio.to_thread(backups.make, data_folder.settings, tmp_path / 'backup')
    with tarfile.open(tmp_path / 'backup') as archive:
        archive.extract('messenger.db', data_folder.settings.data_dir, filter='data')

    async with served(data_folder.settings):
        assert workspace.current().is_older_copy()
