"""The public page of one person."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses
from messenger.database.engine import read
from messenger.i18n import _
from messenger.models import User
from messenger.people import blocklists, directory, presence
from pages.components import block_dialog, direct_dialog
from pages.components.markup import head
from pages.components.refusals import confirm
from pages.components.view import View
from pages.layout import page_layout, viewer_of

REFRESH_S = 20


@ui.page(addresses.USER)
async def user_page(request: Request, user_id: int) -> None:
    """Show a person's profile and the rooms shared with them."""
    viewer = viewer_of(request)
    user, rooms = await read(lambda: (directory.get_user(user_id), directory.shared_rooms(viewer.id, user_id)))
    own = user.id == viewer.id
    async with page_layout(request, user.nick, nav='users'):
        head(user.nick, _('This is you') if own else '')
        view = View(
            'user.html',
            user=user,
            rooms=rooms,
            own=own,
            **_state(viewer.id, user),
        ).classes('page')

        async def refresh() -> None:
            fresh = await read(directory.get_user, user_id)
            view.refresh(user=fresh, **_state(viewer.id, fresh))

        async def confirm_block() -> None:
            await refresh()
            confirm(_('You blocked {nick}.').format(nick=user.nick))

        async def act(data: dict[str, str]) -> None:
            action = data.get('action')
            if action == 'message':
                await direct_dialog.open_with(viewer.id, [user.id])
            elif action == 'block' and not own:
                block_dialog.ask_to_block(viewer.id, user, confirm_block)
            elif action == 'unblock':
                await block_dialog.unblock(viewer.id, user.id, refresh)

        view.on_action(act)
        ui.timer(REFRESH_S, refresh, immediate=False)


def _state(viewer_id: int, user: User) -> dict[str, Any]:
    return {
        'status': presence.known_to(viewer_id).get(user.id),
        'seen': presence.last_seen(viewer_id, user),
        'has_blocked': user.id in blocklists.blocked_by(viewer_id),
    }
