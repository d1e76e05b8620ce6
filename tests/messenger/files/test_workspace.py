"""The workspace: whichever database is used meanwhile, the files are still there when the right one is back."""

import asyncio
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from messenger import file_sweep
from messenger.backup import backups, restores
from messenger.database.engine import write
from messenger.files import workspace, workspace_mark
from messenger.files.removed_files import DAY_S
from messenger.models import Attachment
from messenger.people import avatars
from messenger.settings import SettingError, Settings
from tests.bad_pictures import picture
from tests.factories import make_user
from tests.messenger.files.workspaces import DataFolder, age, files, send_file, served


async def test_a_missing_database_is_refused_and_not_created(data_folder: DataFolder, tmp_path: Path) -> None:
    mistyped = replace(data_folder.settings, database_url=f'sqlite:///{tmp_path}/mesenger.db')

    with pytest.raises(SettingError, match=r'^DATABASE_URL: .*mesenger\.db does not exist.*\.$'):
        async with served(mistyped):
            await age()

    assert not mistyped.database_path.exists()
    assert files(data_folder.settings) == data_folder.files


@pytest.mark.parametrize('kind', ['no bytes', 'no tables', 'no rows'])
async def test_an_empty_database_is_refused(kind: str, data_folder: DataFolder, empty_database: Path) -> None:
    path = data_folder.settings.database_path
    path.write_bytes(b'')
    if kind == 'no tables':
        with closing(sqlite3.connect(path)) as file:
            file.execute('VACUUM')
    if kind == 'no rows':
        shutil.copy(empty_database, path)

    with pytest.raises(SettingError, match='is empty'):
        async with served(data_folder.settings):
            await age()

    assert files(data_folder.settings) == data_folder.files


async def test_the_database_of_another_workspace_is_refused(data_folder: DataFolder, tmp_path: Path) -> None:
    another = Settings(data_dir=tmp_path / 'another')
    another.data_dir.mkdir()
    async with served(another):
        await make_user('eve')
    shutil.copy(another.database_path, data_folder.settings.database_path)

    with pytest.raises(SettingError, match='different workspaces') as caught:
        async with served(data_folder.settings):
            await age()

    assert '\n' not in str(caught.value)
    assert files(data_folder.settings) == data_folder.files


async def test_a_restored_backup_is_complete_and_omits_removed_files(data_folder: DataFolder, tmp_path: Path) -> None:
    async with served(data_folder.settings):
        await avatars.clear(data_folder.anna)
        await age(0)
        await asyncio.to_thread(backups.make, data_folder.settings, tmp_path / 'backup')
        await send_file(data_folder, 'later')
    restored = Settings(data_dir=tmp_path / 'restored')
    restored.data_dir.mkdir()
    restores.restore(restored, tmp_path / 'backup')

    async with served(restored):
        assert not workspace.current().is_older_copy()
        await age()

    assert len(files(restored)) == 3
    assert not restored.removed_dir.exists()


async def test_many_new_pictures_at_once_keep_the_stamps_consistent(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        await asyncio.gather(*(avatars.replace(data_folder.anna, picture()) for _ in range(6)))
        shutil.copytree(data_folder.settings.data_dir, data_folder.older.with_name('killed'))

    async with served(replace(data_folder.settings, data_dir=data_folder.older.with_name('killed'))):
        assert not workspace.current().is_older_copy()


DAMAGED = (
    *(
        '{',
        '[]',
        '[' * 5000,
        '',
        '\0',
        '{"id": null, "number": 1, "stamp": ""}',
        '{"id": "", "number": 1, "stamp": ""}',
    ),
    *(
        f'{{"id": "a", "number": {number}, "stamp": "b"}}'
        for number in (10**22, 2**63 - 1, '1e400', 'NaN', '-1', '1.5', '"1"', 'true', 'null')
    ),
)


async def test_a_damaged_mark_is_reported_in_one_sentence(data_folder: DataFolder, subtests: pytest.Subtests) -> None:
    for text in DAMAGED:
        with subtests.test(text[:50]):
            (data_folder.settings.data_dir / workspace_mark.MARK).write_text(text)

            with pytest.raises(SettingError, match=r'^DATA_DIR: .* is damaged; .*\.$'):
                async with served(data_folder.settings):
                    await age()
    assert files(data_folder.settings) == data_folder.files


@pytest.mark.parametrize('years', [-30, 30])
async def test_a_changed_clock_does_not_make_a_file_old(
    years: int, data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(data_folder.settings):
        stray = data_folder.settings.uploads_dir / 'ab' / 'abandoned'
        stray.parent.mkdir()
        stray.write_bytes(b'whose?')
        await file_sweep.sweep()
        real_time = time.time
        monkeypatch.setattr(time, 'time', lambda: real_time() + years * 365 * DAY_S)
        for _ in range(3):
            await file_sweep.sweep()
        assert stray.exists()


async def test_a_file_with_a_row_is_never_moved(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        await write(lambda: Attachment.update(kind='part').execute())
        await age()
    assert files(data_folder.settings) == data_folder.files


@pytest.mark.parametrize('kind', ['mistyped', 'no bytes', 'no rows'])
async def test_a_folder_with_a_mark_has_had_a_workspace_even_without_files(
    kind: str, settings: Settings, tmp_path: Path, empty_database: Path
) -> None:
    async with served(settings):
        await make_user('anna', admin=True)
    opened = settings
    if kind == 'mistyped':
        opened = replace(settings, database_url=f'sqlite:///{tmp_path}/mesenger.db')
    elif kind == 'no bytes':
        settings.database_path.write_bytes(b'')
    else:
        shutil.copy(empty_database, settings.database_path)
    mark = (settings.data_dir / workspace_mark.MARK).read_bytes()

    with pytest.raises(SettingError, match=r'(does not exist|is empty), but .* holds the files of a workspace; .*\.$'):
        async with served(opened):
            pass

    assert (settings.data_dir / workspace_mark.MARK).read_bytes() == mark
    assert kind != 'mistyped' or not opened.database_path.exists()
