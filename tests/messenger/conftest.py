"""Shared by the messenger tests that need no pages."""

import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from messenger.accounts import accounts
from messenger.app import App
from messenger.backup import backups
from messenger.database import engine
from messenger.messages import messages
from messenger.models import User
from messenger.people import avatars
from messenger.settings import Settings, load
from tests.archives import WEBP
from tests.bad_pictures import picture
from tests.factories import make_room, make_user, upload
from tests.live_server import free_port
from tests.messenger.files.workspaces import DataFolder, files, send_file, served
from tests.terminal import Run, terminal


@pytest.fixture
async def anna() -> User:
    """The admin."""
    return await make_user('anna', admin=True)


@pytest.fixture
async def room(anna: User) -> int:
    """A room of hers."""
    return await make_room(anna)


@pytest.fixture
async def data_folder(settings: Settings, database_file: None, tmp_path: Path) -> DataFolder:
    """Anna has sent a picture and has an avatar; there is an earlier copy of the database."""
    async with served(settings):
        anna = await make_user('anna', admin=True)
        folder = DataFolder(settings, tmp_path / 'older.db', anna, await make_room(anna), [])
    shutil.copy(settings.database_path, folder.older)
    async with served(settings):
        await send_file(folder, 'm')
        await avatars.replace(anna, picture())
    folder.files = files(settings)
    assert len(folder.files) == 4
    return folder


@pytest.fixture
def rows_read(database: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each statement returned."""
    counts: list[int] = []
    run = engine.database.obj.execute_sql

    class Counting:
        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def fetchall(self) -> list[Any]:
            rows: list[Any] = self.cursor.fetchall()
            counts.append(len(rows))
            return rows

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cursor, name)

    monkeypatch.setattr(engine.database.obj, 'execute_sql', lambda *args, **options: Counting(run(*args, **options)))
    return counts


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Settings for a new messenger in an empty folder."""
    folder = tmp_path / 'empty'
    folder.mkdir()
    return Settings(data_dir=folder)


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def lively_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive for `lively`, made once."""
    folder = tmp_path_factory.mktemp('lively')
    settings = load({'DATA_DIR': str(folder / 'data'), 'RATE_LIMITS': 'off'}, env_file=folder / 'none')
    engine.open_database(settings)
    App(settings)
    try:
        return await _fill(settings, folder)
    finally:
        engine.close_database()


async def _fill(settings: Settings, folder: Path) -> Path:
    anna, ben = await make_user('anna', admin=True), await make_user('ben')
    room = await make_room(anna, ben)
    first = await messages.send(anna.id, room, 'one', 'Hello @ben, **see** https://example.org')
    await messages.edit(anna.id, first.id, 'Good day @ben')
    file = await upload(ben, room, b'words')
    await messages.send(ben.id, room, 'two', '', files=[file])
    await engine.write(lambda: accounts.make_reset_link(ben.id, anna.id))
    token = await accounts.log_in('anna', 'correct horse', address='127.0.0.1', device='x')
    assert token
    await engine.write(
        lambda: engine.database.execute_sql("INSERT INTO setting VALUES ('invite_code', 'known to all')")
    )
    (settings.avatars_dir / '1').mkdir(parents=True)
    (settings.avatars_dir / '1' / 'p.webp').write_bytes(WEBP)
    await engine.write(lambda: User.update(avatar='p.webp').where(User.id == anna.id).execute())
    backups.make(settings, folder / 'lively.tar.gz')
    return folder / 'lively.tar.gz'


@pytest.fixture
def lively(lively_once: Path, tmp_path: Path) -> Path:
    """A backup: Anna and Ben in a room with an edited message, a file, a picture, an invite code, a session, a link."""
    return Path(shutil.copyfile(lively_once, tmp_path / 'lively.tar.gz'))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in an empty folder, with nothing set in the environment but a free port."""
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)
    monkeypatch.setenv('PORT', str(free_port()))
    return terminal(capsys)
