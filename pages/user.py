"""The public page of one person."""

from nicegui import ui
from starlette.requests import Request

from messenger.db import read
from messenger.services import people, presence
from messenger.texts import _
from pages.components import direct_dialog
from pages.components.markup import head
from pages.components.view import View
from pages.frame import frame, viewer_of


@ui.page('/users/{user_id}')
async def user_page(request: Request, user_id: int) -> None:
    """Show what a person says of themselves, and the rooms one shares with them."""
    viewer = viewer_of(request)
    user, rooms = await read(lambda: (people.one(user_id), people.shared_rooms(viewer.id, user_id)))
    async with frame(request, user.nick, place='users'):
        head(user.nick, _('That is you') if user.id == viewer.id else '')
        view = View(
            'user.html',
            user=user,
            rooms=rooms,
            own=user.id == viewer.id,
            status=presence.known_to(viewer.id).get(user.id),
            seen=presence.last_seen(viewer.id, user),
        ).classes('page')
        view.on_action(lambda _facts: direct_dialog.open_with(viewer.id, [user.id]))
