"""The page of one conversation."""

from nicegui import ui
from nicegui.events import GenericEventArguments
from starlette.requests import Request

from messenger.services import memberships, sites
from messenger.texts import _
from pages.chat import Chat
from pages.components import room_menu
from pages.components.markup import icon_button
from pages.components.refusals import told
from pages.frame import frame, viewer_of


@ui.page('/rooms/{room_id}')
async def room_page(request: Request, room_id: int, message: str = '') -> None:
    """Show a room; `message` is the seq to open at."""
    viewer = viewer_of(request)
    around = int(message) if message.isascii() and message.isdecimal() and len(message) < 10 else None
    async with frame(request, ''):
        chat = Chat(me=viewer.brief(), room_id=room_id, site=sites.current().name, message=around).classes('contents')
        with chat:
            menu = icon_button('more', _('Room menu'), aria_haspopup='menu')
            menu.on(
                'click',
                lambda event: room_menu.open_menu(menu, viewer.id, _room_id(event)),
                js_handler='() => emit(window.messenger.room)',
            )
        chat.on('join', lambda event: join(viewer.id, _room_id(event)))


async def join(viewer_id: int, room_id: int) -> None:
    """Become a member of the room that is shown."""
    with told():
        await memberships.join(viewer_id, room_id)


def _room_id(event: GenericEventArguments) -> int:
    """The room a window says it shows; 0, which no room has, for nonsense."""
    return event.args if isinstance(event.args, int) and 0 < event.args < 2**63 else 0
