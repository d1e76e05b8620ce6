"""What the tests of services share."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from messenger import db
from messenger.services import avatars
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.factories import make_room, make_user
from tests.messenger.services.workspaces import Place, files, send_file, served


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


@pytest.fixture
def rows_read(database: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each statement handed out."""
    counts: list[int] = []
    run = db.database.obj.execute_sql

    class Counting:
        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def fetchall(self) -> list[Any]:
            rows: list[Any] = self.cursor.fetchall()
            counts.append(len(rows))
            return rows

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cursor, name)

    monkeypatch.setattr(db.database.obj, 'execute_sql', lambda *args, **options: Counting(run(*args, **options)))
    return counts
