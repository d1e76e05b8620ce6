"""The files in the avatar folder, and what is shown of them."""

import asyncio
import io

from PIL import Image

from messenger.database import engine
from messenger.models import User
from messenger.people import avatars
from messenger.settings import Settings


async def shown(user: User) -> Image.Image:
    stored: User = await engine.read(User.get_by_id, user.id)
    return Image.open(io.BytesIO(await avatars.find(user.id, stored.avatar)))


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.avatars_dir.rglob('*') if path.is_file())


async def until_files(settings: Settings, count: int) -> list[str]:
    """The files, once there are only `count`: the old one is removed shortly after the commit."""
    for _ in range(500):
        if len(files(settings)) == count:
            break
        await asyncio.sleep(0.01)
    return files(settings)
