"""The workspace: whatever database is put before the files, the files are still there when the right one is back."""

import json
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from messenger.db import read, write
from messenger.errors import NotFound
from messenger.http.app import create_app
from messenger.models import Attachment, User
from messenger.services import attachments, avatars, file_sweep, messages, workspace
from messenger.services.removed_files import DAY_S
from messenger.settings import SettingError, Settings
from tests.bad_pictures import picture
from tests.conftest import STATIC_DIR
from tests.factories import make_room, make_user, upload

LONG_S = 100 * DAY_S


@dataclass
class Place:
    """A messenger with a room and a person, and what it held when it was left."""

    settings: Settings
    older: Path
    anna: User
    room: int
    files: list[str]


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[None]:
    """The messenger runs for a while, with its housekeeping."""
    app = create_app(settings, STATIC_DIR)
    async with app.router.lifespan_context(app):
        yield


def files(settings: Settings) -> list[str]:
    """What people would miss."""
    folders = (settings.uploads_dir, settings.avatars_dir)
    return sorted(path.name for folder in folders for path in folder.rglob('*') if path.is_file())


async def send_file(place: Place, key: str) -> int:
    """A message with a picture; returns the picture's number."""
    number = await upload(place.anna, place.room, picture(size=(900, 900)), f'{key}.png')
    await messages.send(place.anna.id, place.room, key, '', files=[number])
    return number


@pytest.fixture
async def place(settings: Settings, founded: None, tmp_path: Path) -> Place:
    """Anna has sent a picture and shows one of herself; there is a copy of the database from before."""
    async with served(settings):
        anna = await make_user('anna', admin=True)
        made = Place(settings, tmp_path / 'older.db', anna, await make_room(anna), [])
    shutil.copy(settings.database_path, made.older)
    async with served(settings):
        await send_file(made, 'm')
        await avatars.replace(anna, picture())
    made.files = files(settings)
    assert len(made.files) == 4
    return made


async def age(days: float = 100) -> None:
    """Some passes of the sweep, as if days lay between them."""
    for _ in range(3):
        await file_sweep.sweep(days * DAY_S)


async def test_a_database_that_does_not_exist_is_refused_and_not_created(place: Place, tmp_path: Path) -> None:
    mistyped = replace(place.settings, database_url=f'sqlite:///{tmp_path}/mesenger.db')

    with pytest.raises(SettingError, match=r'^DATABASE_URL: .*mesenger\.db does not exist.*\.$'):
        async with served(mistyped):
            await age()

    assert not mistyped.database_path.exists()
    assert files(place.settings) == place.files


@pytest.mark.parametrize('kind', ['no bytes', 'no tables', 'no rows'])
async def test_an_empty_database_is_refused(kind: str, place: Place, empty_database: Path) -> None:
    path = place.settings.database_path
    path.write_bytes(b'')
    if kind == 'no tables':
        with closing(sqlite3.connect(path)) as file:
            file.execute('VACUUM')
    if kind == 'no rows':
        shutil.copy(empty_database, path)

    with pytest.raises(SettingError, match='is empty'):
        async with served(place.settings):
            await age()

    assert files(place.settings) == place.files


async def test_another_workspaces_database_is_refused(place: Place, tmp_path: Path) -> None:
    another = Settings(data_dir=tmp_path / 'another')
    another.data_dir.mkdir()
    async with served(another):
        await make_user('eve')
    shutil.copy(another.database_path, place.settings.database_path)

    with pytest.raises(SettingError, match='another workspace') as caught:
        async with served(place.settings):
            await age()

    assert '\n' not in str(caught.value)
    assert files(place.settings) == place.files


async def test_with_an_older_copy_nothing_is_removed_and_the_right_one_finds_all(place: Place) -> None:
    right = place.older.with_name('right.db')
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    for _ in range(2):
        async with served(place.settings):
            assert workspace.is_older_copy()
            await age()
            assert files(place.settings) == place.files

    shutil.move(right, place.settings.database_path)
    async with served(place.settings):
        assert not workspace.is_older_copy()
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
        assert workspace.is_older_copy()
        await age()

    assert set(before) < set(files(place.settings)), 'the picture that the copy names was taken back'


async def test_numbers_go_on_after_an_older_copy(place: Place) -> None:
    async with served(place.settings):
        highest = await send_file(place, 'n')
    shutil.copy(place.older, place.settings.database_path)

    async with served(place.settings):
        assert await send_file(place, 'o') > highest


async def test_what_an_older_copy_gained_is_kept_when_the_right_one_is_back(place: Place) -> None:
    right = place.older.with_name('right.db')
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        await send_file(place, 'o')
    both = files(place.settings)
    shutil.move(right, place.settings.database_path)

    async with served(place.settings):
        assert workspace.is_older_copy()
        await age()

    assert files(place.settings) == both


async def test_what_an_older_copy_removed_is_taken_back(place: Place) -> None:
    right = place.older.with_name('right.db')
    async with served(place.settings):
        waits = await upload(place.anna, place.room, b'words', key='k')
    shutil.copy(place.settings.database_path, place.older)
    async with served(place.settings):
        await messages.send(place.anna.id, place.room, 'n', '', files=[waits])
    shutil.move(place.settings.database_path, right)
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        from messenger.services import uploads

        await uploads.discard(place.anna.id, 'k')
        await avatars.clear(place.anna)
        await age()
    shutil.move(right, place.settings.database_path)

    async with served(place.settings):
        assert (await attachments.find(place.anna.id, waits))[1].read_bytes() == b'words'
        anna = await read(User.get_by_id, place.anna.id)
        assert await avatars.find(anna.id, anna.avatar)


async def test_an_admin_keeps_an_older_copy_and_files_then_have_their_days(place: Place) -> None:
    shutil.copy(place.older, place.settings.database_path)
    async with served(place.settings):
        stranger = await make_user('stranger')
        with pytest.raises(NotFound):
            await workspace.keep_database(stranger.id)
        await workspace.keep_database(place.anna.id)
        assert not workspace.is_older_copy()
        assert await file_sweep.sweep(LONG_S) == 0
        assert files(place.settings) == place.files
        await age(5)
    async with served(place.settings):
        assert not workspace.is_older_copy()
        assert files(place.settings) == []
        aside = [path.name for path in place.settings.removed_dir.rglob('*') if path.is_file()]
        assert set(place.files) < set(aside)


async def test_a_database_from_before_the_mark_is_adopted_once(place: Place) -> None:
    _forget_mark(place.settings)

    async with served(place.settings):
        assert not workspace.is_older_copy()
        await age()

    assert files(place.settings) == place.files
    assert json.loads((place.settings.data_dir / workspace.MARK).read_text())['number'] == 1


async def test_an_unmarked_database_that_misses_files_is_no_reason_to_remove_them(place: Place) -> None:
    shutil.copy(place.older, place.settings.database_path)
    _forget_mark(place.settings)

    async with served(place.settings):
        assert workspace.is_older_copy()
        await age()

    assert files(place.settings) == place.files


async def test_an_unmarked_copy_is_older_than_a_marked_folder(place: Place) -> None:
    _forget_id(place.settings.database_path)

    async with served(place.settings):
        assert workspace.is_older_copy()
        await age()

    assert files(place.settings) == place.files


def _forget_mark(settings: Settings) -> None:
    """As the folder was before there were marks."""
    (settings.data_dir / workspace.MARK).unlink()
    _forget_id(settings.database_path)


def _forget_id(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM setting WHERE name LIKE 'workspace%'")


async def test_a_copied_folder_is_whole(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.settings.data_dir, tmp_path / 'copy')
    copied = replace(place.settings, data_dir=tmp_path / 'copy')

    async with served(copied):
        assert not workspace.is_older_copy()
        await age()

    assert files(copied) == place.files


async def test_a_copy_of_a_running_folder_is_whole_or_older(place: Place, tmp_path: Path) -> None:
    async with served(place.settings):
        await send_file(place, 'n')
        shutil.copytree(place.settings.data_dir, tmp_path / 'with journal')
        shutil.copytree(place.settings.data_dir, tmp_path / 'without', ignore=shutil.ignore_patterns('*-wal', '*-shm'))
    for name in ('with journal', 'without'):
        copied = replace(place.settings, data_dir=tmp_path / name)
        before = files(copied)
        async with served(copied):
            assert workspace.is_older_copy() == (name == 'without')
            await age()
        assert files(copied) == before


async def test_an_empty_folder_whose_database_was_removed_starts_anew(settings: Settings) -> None:
    async with served(settings):
        assert not workspace.is_older_copy()
    settings.database_path.unlink()

    async with served(settings):
        assert not workspace.is_older_copy()


async def test_a_damaged_mark_is_one_sentence(place: Place) -> None:
    (place.settings.data_dir / workspace.MARK).write_text('{')

    with pytest.raises(SettingError, match=r'^DATA_DIR: .* is damaged; .*\.$'):
        async with served(place.settings):
            await age()


@pytest.mark.parametrize('years', [-30, 30])
async def test_no_clock_makes_a_file_old(years: int, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(place.settings):
        stray = place.settings.uploads_dir / 'ab' / 'abandoned'
        stray.parent.mkdir()
        stray.write_bytes(b'whose?')
        await file_sweep.sweep()
        real = time.time
        monkeypatch.setattr(time, 'time', lambda: real() + years * 365 * DAY_S)
        for _ in range(3):
            await file_sweep.sweep()
        assert stray.exists()


async def test_nothing_that_a_row_names_is_ever_moved(place: Place) -> None:
    async with served(place.settings):
        await write(lambda: Attachment.update(kind='part').execute())
        await age()
    assert files(place.settings) == place.files
