"""The dialog that starts a conversation with several people."""

from nicegui import ui

from messenger import addresses
from messenger.database.engine import read
from messenger.i18n import _
from messenger.people import directory
from messenger.rooms import directs
from pages.components.dialog import buttons, dialog
from pages.components.people_choice import people_choice
from pages.components.refusals import show_errors


async def choose(viewer_id: int) -> None:
    """Let the person choose people, and open the one conversation of exactly these people."""
    names = await read(directory.names)
    names.pop(viewer_id, None)
    hint = _(
        'Everyone you choose can read this conversation. If you choose the same people again, the same conversation '
        'opens, unless someone has left it.'
    )
    with dialog(_('New conversation'), hint) as shown:
        chosen = people_choice(_('People'), names, []).props('autofocus')

        async def start() -> None:
            chosen.error = None if chosen.value else _('Choose at least one person.')
            if chosen.error is None:
                await open_with(viewer_id, [int(user_id) for user_id in chosen.value or []])

        buttons(shown, _('Start'), start)


async def open_with(viewer_id: int, other_ids: list[int]) -> None:
    """Open the conversation with these people; with nobody, the notes to self."""
    with show_errors() as refusals:
        room_id = await directs.open_with(viewer_id, other_ids)
    if not refusals:
        ui.navigate.to(addresses.room(room_id))
