"""Access checks for addresses, before NiceGUI builds a page, so that a refused page costs nothing."""

import re
from collections.abc import Callable

from messenger import access, addresses, ids
from messenger.database.engine import read
from messenger.errors import NotFound
from messenger.models import User
from messenger.people import directory


def _room(viewer: User, number: int) -> None:
    access.room_for(viewer.id, number)


def _person(_viewer: User, number: int) -> None:
    directory.get_user(number)


ROWS: tuple[tuple[re.Pattern[str], Callable[[User, int], None]], ...] = (
    (re.compile(addresses.ROOMS + r'/([^/]*)/?'), _room),
    (re.compile(addresses.USERS + r'/([^/]*)/?'), _person),
)


async def check(path: str, viewer: User) -> None:
    """Raise NotFound if this person may not open `path`, SignedOut if they may not open anything any more."""
    if path == addresses.ADMIN or path.startswith(f'{addresses.ADMIN}/'):
        if not viewer.is_admin:
            raise NotFound
        return
    for pattern, check_row in ROWS:
        match = pattern.fullmatch(path)
        if match and match[1]:
            number = ids.from_text(match[1])
            if number == ids.NO_ID:
                raise NotFound
            await read(check_row, viewer, number)
