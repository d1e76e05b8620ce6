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
from tests.messenger.files.workspaces import Place, age, files, send_file, served

LONG_S = 100 * DAY_S


async def test_an_older_copy_removes_nothing_and_the_right_database_finds_everything(place: Place) -> None:
    right = place.older.with_name('right.db')
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    for _ in range(2):
        async with served(place.settings):
            assert workspace.current().is_older_copy()
            await age()
            assert files(place.settings) == place.files

    shutil.move(right, place.settings.database_path)
    async with served(place.settings):
        assert not workspace.current().is_older_copy()
        await age()
        number = await read(lambda: Attachment.select().first().id)
        assert (await attachments.find(place.anna.id, number))[1].is_file()
    assert files(place.settings) == place.files


async def test_a_copy_made_after_the_last_upload_is_older_too(place: Place) -> None:
    copy = place.older.with_name('copy.db')
    shutil.copy(place.settings.database_path, copy)
    async with served(place.settings):
        await avatars.replace(place.anna, picture())
    before = files(place.settings)
    shutil.copy(copy, place.settings.database_path)

    async with served(place.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert set(before) < set(files(place.settings)), 'the picture that the copy names was taken back'


async def test_numbers_continue_after_an_older_copy(place: Place) -> None:
    async with served(place.settings):
        highest = await send_file(place, 'n')
    shutil.copy(place.older, place.settings.database_path)

    async with served(place.settings):
        assert await send_file(place, 'o') > highest


async def test_files_added_with_an_older_copy_are_kept_when_the_right_one_is_back(place: Place) -> None:
    right = place.older.with_name('right.db')
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        assert not workspace.current().has_unlisted_files()
        await send_file(place, 'o')
    both = files(place.settings)
    shutil.move(right, place.settings.database_path)

    for _ in range(2):
        async with served(place.settings):
            assert workspace.current().is_older_copy()
            assert workspace.current().has_unlisted_files(), 'it is no earlier copy'
            await age()
        assert files(place.settings) == both
    async with served(place.settings):
        await workspace.keep_database(place.anna.id)
        assert not workspace.current().has_unlisted_files()


async def test_files_removed_with_an_older_copy_are_moved_back(place: Place) -> None:
    right = place.older.with_name('right.db')
    async with served(place.settings):
        waits = await upload(place.anna, place.room, b'words', key='k')
    shutil.copy(place.settings.database_path, place.older)
    async with served(place.settings):
        await messages.send(place.anna.id, place.room, 'n', '', files=[waits])
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        await uploads.discard(place.anna.id, 'k')
        await avatars.clear(place.anna)
        await age()
    shutil.move(right, place.settings.database_path)

    async with served(place.settings):
        assert (await attachments.find(place.anna.id, waits))[1].read_bytes() == b'words'
        anna = await read(User.get_by_id, place.anna.id)
        assert await avatars.find(anna.id, anna.avatar)


async def test_an_admin_keeps_an_older_copy_and_files_are_removed_after_the_usual_days(place: Place) -> None:
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        stranger = await make_user('stranger')
        with pytest.raises(NotFound):
            await workspace.keep_database(stranger.id)
        await workspace.keep_database(place.anna.id)
        assert not workspace.current().is_older_copy()
        assert await file_sweep.sweep(LONG_S) == 0
        assert files(place.settings) == place.files
        await age(5)
    async with served(place.settings):
        assert not workspace.current().is_older_copy()
        assert files(place.settings) == []
        aside = [path.name for path in place.settings.removed_dir.rglob('*') if path.is_file()]
        assert set(place.files) < set(aside)


async def test_a_database_from_before_marks_is_adopted_once(place: Place) -> None:
    _forget_mark(place.settings)

    async with served(place.settings):
        assert not workspace.current().is_older_copy()
        await age()

    assert files(place.settings) == place.files
    assert json.loads((place.settings.data_dir / workspace_mark.MARK).read_text())['number'] == 2


async def test_an_unmarked_database_that_lacks_files_does_not_cause_their_removal(place: Place) -> None:
    shutil.copy(place.older, place.settings.database_path)
    _forget_mark(place.settings)

    async with served(place.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert files(place.settings) == place.files


async def test_an_unmarked_copy_is_older_than_a_marked_folder(place: Place) -> None:
    _forget_id(place.settings.database_path)

    async with served(place.settings):
        assert workspace.current().is_older_copy()
        await age()

    assert files(place.settings) == place.files


def _forget_mark(settings: Settings) -> None:
    """Make the folder as it was before marks existed."""
    (settings.data_dir / workspace_mark.MARK).unlink()
    _forget_id(settings.database_path)


def _forget_id(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM setting WHERE name LIKE 'workspace%'")


async def test_a_copied_folder_is_complete(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.settings.data_dir, tmp_path / 'copy')
    copied = replace(place.settings, data_dir=tmp_path / 'copy')

    async with served(copied):
        assert not workspace.current().is_older_copy()
        await age()

    assert files(copied) == place.files


async def test_a_copy_of_a_running_folder_is_complete_or_older(place: Place, tmp_path: Path) -> None:
    async with served(place.settings):
        await send_file(place, 'n')
        shutil.copytree(place.settings.data_dir, tmp_path / 'with journal')
        shutil.copytree(place.settings.data_dir, tmp_path / 'without', ignore=shutil.ignore_patterns('*-wal', '*-shm'))
    for name in ('with journal', 'without'):
        copied = replace(place.settings, data_dir=tmp_path / name)
        before = files(copied)
        async with served(copied):
            assert workspace.current().is_older_copy() == (name == 'without')
            await age()
        assert files(copied) == before


async def test_a_database_from_a_backup_is_older_than_the_folder(place: Place, tmp_path: Path) -> None:
    async with served(place.settings):
        await asyncio.to_thread(backups.make, place.settings, tmp_path / 'backup')
    with tarfile.open(tmp_path / 'backup') as archive:
        archive.extract('messenger.db', place.settings.data_dir, filter='data')

    async with served(place.settings):
        assert workspace.current().is_older_copy()
