"""The admin page "Bin": deleted rooms, and a way to restore them."""

from datetime import timedelta

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.admin import moderation
from messenger.database.engine import read
from messenger.i18n import _
from messenger.rooms import rooms
from pages.admin.shell import admin_frame
from pages.components.refusals import confirm, show_errors
from pages.components.view import View, id_in
from pages.layout import settings_of, viewer_of


@ui.page(addresses.ADMIN_BIN)
async def bin_page(request: Request) -> None:
    """Show the deleted rooms that can still be restored."""
    admin_id = viewer_of(request).id
    retention = timedelta(days=settings_of(request).bin_days)
    async with admin_frame(request, _('Bin')):
        view = View('admin/bin.html', rooms=await read(moderation.bin_of, admin_id), retention=retention)
        view.classes('table-place')

    async def act(data: dict[str, str]) -> None:
        room_id = id_in(data, 'room')
        if data.get('action') == 'restore' and room_id:
            with show_errors() as refusals:
                await rooms.restore(admin_id, room_id)
                view.refresh(rooms=await read(moderation.bin_of, admin_id))
            if not refusals:
                confirm(_('The room has been restored.'))

    view.on_action(act)
