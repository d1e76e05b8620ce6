"""Opens the search within a room."""

from urllib.parse import quote

from nicegui import ui

from messenger import access, addresses
from messenger.database.engine import read
from messenger.i18n import _
from messenger.rooms import summaries, titles
from pages.components.refusals import show_errors

QUOTES = str.maketrans(dict.fromkeys('"«»“”„', ' '))


async def go(viewer_id: int, room_id: int) -> None:
    """Open the search page with a filter for this room."""
    with show_errors():
        room = await read(lambda: summaries.summary_of_room(access.room_for(viewer_id, room_id).room))
        name = titles.title_for(room, viewer_id).translate(QUOTES).strip()
        ui.navigate.to(addresses.SEARCH + '?q=' + quote(_('in:') + f'"{name}" '))
