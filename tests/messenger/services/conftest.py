"""What the tests of services share."""

import shutil
from pathlib import Path

import pytest

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
