"""The admin page "Rooms": join, edit and delete any room."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import access, addresses
from messenger.admin import moderation
from messenger.database.engine import read
from messenger.i18n import _
from messenger.rooms import members, summaries
from pages.admin.shell import admin_frame
from pages.admin.table import Table
from pages.components import members_dialog, room_dialog, room_menu
from pages.components.menu import item, menu
from pages.components.refusals import show_errors
from pages.layout import viewer_of


@ui.page(addresses.ADMIN_ROOMS)
async def rooms_page(request: Request) -> None:
    """Show all rooms except direct conversations, which belong only to the people in them."""
    admin_id = viewer_of(request).id
    first = await read(_values, admin_id, '', 0)
    async with admin_frame(request, _('Rooms'), _('Members can see when an admin joins or changes their room.')):
        table = Table('admin/rooms.html', partial(_values, admin_id), first, label=_('Search rooms'))
        table.on_menu('room', partial(_open_menu, table, admin_id))


def _values(admin_id: int, query: str, offset: int) -> dict[str, Any]:
    rooms, total = moderation.all_rooms(admin_id, query, offset)
    return {'rooms': rooms, 'total': total, 'summaries': summaries.summaries_of_rooms(rooms)}


async def _open_menu(table: Table, admin_id: int, room_id: int) -> None:
    with show_errors():
        seat = await read(lambda: (access.admin_for(admin_id), access.room_for(admin_id, room_id))[1])

        async def join() -> None:
            with show_errors():
                await members.join(admin_id, room_id)
                ui.navigate.to(addresses.room(room_id))

        with menu(f'#room-{int(room_id)}'):
            item(_('Open'), partial(ui.navigate.to, addresses.room(room_id)))
            if not seat.is_member:
                item(_('Join'), join)
            item(_('Members'), partial(members_dialog.show, admin_id, room_id))
            item(_('Edit room'), partial(room_dialog.edit, admin_id, room_id, table.refresh))
            item(_('Delete room'), partial(room_menu.ask_to_delete, admin_id, room_id, table.refresh), danger=True)
