"""An older database is restored together with its mark: the files show that a newer one existed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from messenger import file_sweep
from messenger.backup import restored_files
from messenger.backup.restored_database import NotOurs
from messenger.database.engine import write
from messenger.files import attachments, file_numbers, workspace, workspace_mark
from messenger.files.uploads import discard
from messenger.models import Attachment
from messenger.people import avatars
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import upload
from tests.messenger.files.workspaces import DataFolder, age, files, send_file, served


class Yesterday:
    """The database and the mark as they are now, to be restored together."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder = settings, folder
        self.paths = [settings.database_path, settings.data_dir / workspace_mark.MARK]
        folder.mkdir()
        for path in self.paths:
            shutil.copy(path, folder)

    def put_back(self) -> None:
        for path in self.paths:
            shutil.copy(self.folder / path.name, path)


@pytest.fixture
def yesterday(data_folder: DataFolder, tmp_path: Path) -> Yesterday:
    return Yesterday(data_folder.settings, tmp_path / 'yesterday')


@pytest.mark.parametrize('gained', ['file', 'picture', 'discarded'])
async def test_files_from_today_are_newer_than_the_restored_database_and_mark(
    gained: str, data_folder: DataFolder, yesterday: Yesterday
) -> None:
    async with served(data_folder.settings):
        if gained == 'file':
            await send_file(data_folder, 'today')
        elif gained == 'picture':
            await avatars.replace(data_folder.anna, picture())
        else:
            await upload(data_folder.anna, data_folder.room, b'words', key='k')
            await discard(data_folder.anna.id, 'k')
    before = files(data_folder.settings)
    yesterday.put_back()

    for _ in range(2):
        async with served(data_folder.settings):
            assert workspace.current().is_older_copy()
            await age()
            assert set(before) <= set(files(data_folder.settings))


async def test_a_database_that_an_admin_keeps_knows_the_files_from_then_on(
    data_folder: DataFolder, yesterday: Yesterday
) -> None:
    async with served(data_folder.settings):
        today = await send_file(data_folder, 'today')
    yesterday.put_back()
    async with served(data_folder.settings):
        assert await send_file(data_folder, 'next') > today, 'no number is given twice'
        await workspace.keep_database(data_folder.anna.id)

    async with served(data_folder.settings):
        assert not workspace.current().is_older_copy()


async def test_files_that_lost_their_rows_by_the_rules_raise_no_alarm(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        await send_file(data_folder, 'n')
        await write(lambda: Attachment.delete().execute())  # as when a room is emptied from the bin

    async with served(data_folder.settings):
        assert not workspace.current().is_older_copy()


async def test_files_and_pictures_are_named_by_numbers_given_out_before(data_folder: DataFolder) -> None:
    async with served(data_folder.settings):
        numbers = {file_numbers.number_in(path.name) for path in [*attachments.files(), *avatars.files()]}
        assert numbers == {1, 2}
        assert await file_sweep.newest_unknown() == 0


def test_a_number_is_read_only_from_our_own_file_names() -> None:
    name = file_numbers.name_for(77)
    copies = (name, f'.{name}', f'{name}.small', f'{name}~1', f'{name}.webp')
    assert [file_numbers.number_in(file_name) for file_name in copies] == [77] * 5
    others = ('', 'notes', '0' * 32, 'f' * 64, name[:31], name[:-1] + 'g', 'é' * 32)
    assert [file_numbers.number_in(file_name) for file_name in others] == [0] * 7
    assert file_numbers.number_in(file_numbers.name_for(16**10)) == 0


async def test_a_backup_with_an_unknown_number_is_refused(data_folder: DataFolder, tmp_path: Path) -> None:
    name = file_numbers.name_for(2**40 - 1)
    staged = tmp_path / 'staged' / 'uploads' / name[:2]
    staged.mkdir(parents=True)
    (staged / name).write_bytes(b'words')
    with closing(sqlite3.connect(data_folder.settings.database_path)) as rows, rows:
        rows.execute('UPDATE attachment SET stored = ?', (name,))
    with pytest.raises(NotOurs):
        restored_files.settle(tmp_path / 'staged', data_folder.settings.database_path)
