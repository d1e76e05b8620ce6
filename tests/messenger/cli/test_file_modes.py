"""File modes: other users of the machine can read nothing of the messenger's, old or new."""

import asyncio
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from messenger.accounts import accounts
from messenger.cli import file_modes
from messenger.database.engine import close_database, open_database, write
from messenger.settings import load
from tests.live_server import LiveServer
from tests.terminal import Run

OPEN_FILE, OPEN_FOLDER = 0o644, 0o755


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """The umask most people have; whatever a test sets is undone afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob('*')]
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in paths if not path.is_symlink()}
    return sorted(f'{path} {mode:o}' for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600))


def test_everything_a_server_creates_is_private_to_its_owner(tmp_path: Path) -> None:
    server = LiveServer(tmp_path / 'data')
    server.start('--demo')
    try:
        with httpx.Client(verify=False, base_url=server.url, headers={'origin': server.url}) as anna:
            assert anna.post('/login', data={'username': 'admin', 'password': 'admin'}).status_code == 303
            anna.post('/files/k', params={'room': 1, 'name': 'a.txt', 'size': 9})
            anna.patch('/files/k', params={'offset': 0}, content=b'words')
        names = {path.name for path in server.data_dir.rglob('*')}
        assert {'messenger.db', 'messenger.db-wal', 'messenger.db-shm', 'secret', 'lock', 'workspace'} <= names
        assert open_to_others(server.data_dir) == []
    finally:
        server.stop()


def _made_by_an_older_version(folder: Path) -> None:
    async def work() -> None:
        open_database(load({'DATA_DIR': str(folder)}))
        await write(lambda: accounts.create('anna', 'x'))
        close_database()

    asyncio.run(work())
    (folder / 'uploads' / 'ab').mkdir(parents=True)
    (folder / 'uploads' / 'ab' / 'abcd').write_text('words')
    folder.chmod(OPEN_FOLDER)


def test_an_existing_folder_is_made_private_once(run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder, outside = tmp_path / 'data', tmp_path / 'outside'
    _made_by_an_older_version(folder)
    outside.mkdir()
    (outside / 'theirs').write_text('x')
    (folder / 'link').symlink_to(outside)
    (folder / 'uploads' / 'file link').symlink_to(outside / 'theirs')
    (folder / 'uploads' / 'broken link').symlink_to(tmp_path / 'nowhere')
    assert len(open_to_others(folder)) > 4
    caplog.set_level(logging.INFO)

    assert run().code == 0
    assert run().code == 0

    assert open_to_others(folder) == []
    assert stat.S_IMODE(outside.stat().st_mode) == OPEN_FOLDER
    assert stat.S_IMODE((outside / 'theirs').stat().st_mode) == OPEN_FILE
    assert sum(record.name == file_modes.__name__ for record in caplog.records) == 1


def test_a_database_elsewhere_is_private_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('DATABASE_URL', f'sqlite:///{tmp_path}/db/there.db')
    assert run().code == 0
    (tmp_path / 'db' / 'there.db').chmod(OPEN_FILE)

    assert run().code == 0

    assert stat.S_IMODE((tmp_path / 'db' / 'there.db').stat().st_mode) == 0o600


def test_a_backup_is_private(run: Run, tmp_path: Path) -> None:
    _made_by_an_older_version(tmp_path / 'data')

    assert run('--backup', 'b.tar.gz').code == 0
    assert run('--restore', 'b.tar.gz', '--data', 'second').code == 0

    assert stat.S_IMODE((tmp_path / 'b.tar.gz').stat().st_mode) == 0o600
    assert open_to_others(tmp_path / 'second') == []
