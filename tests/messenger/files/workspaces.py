"""A messenger whose database is replaced, and its earlier contents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from messenger import file_sweep
from messenger.app import App
from messenger.files.removed_files import DAY_S
from messenger.http.app import create_app
from messenger.messages import messages
from messenger.models import User
from messenger.settings import Settings
from tests.bad_pictures import picture
from tests.conftest import STATIC_DIR
from tests.factories import upload


@dataclass
class DataFolder:
    """A messenger with a room and a person, and its contents when it was stopped."""

    settings: Settings
    older: Path
    anna: User
    room: int
    files: list[str]


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[None]:
    """Run the messenger with its housekeeping for a while."""
    app = create_app(App(settings), STATIC_DIR)
    async with app.router.lifespan_context(app):
        yield


def files(settings: Settings) -> list[str]:
    """The files people would miss."""
    folders = (settings.uploads_dir, settings.avatars_dir)
    return sorted(path.name for folder in folders for path in folder.rglob('*') if path.is_file())


async def send_file(data_folder: DataFolder, key: str) -> int:
    """Send a message with a picture; returns the picture's number."""
    number = await upload(data_folder.anna, data_folder.room, picture(size=(900, 900)), f'{key}.png')
    await messages.send(data_folder.anna.id, data_folder.room, key, '', files=[number])
    return number


async def age(days: float = 100) -> None:
    """Run the sweep several times, as if days passed in between."""
    for _ in range(3):
        await file_sweep.sweep(days * DAY_S)
