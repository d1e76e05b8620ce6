"""The page of one room."""

from typing import Any

from nicegui import ui
from starlette.requests import Request

from messenger import addresses, history, ids
from messenger.errors import Refused
from messenger.i18n import _
from messenger.payloads import OpenedRoom
from messenger.rooms import members, titles
from messenger.site import settings as site_settings
from pages.chat import Chat
from pages.components import block_dialog, reactions_dialog, revisions_dialog, room_dialog, room_menu, room_search
from pages.components.client_call import client_handler
from pages.components.markup import icon_button, tag
from pages.components.refusals import show_errors
from pages.components.room_panel import RoomPanel
from pages.layout import page_layout, viewer_of

ADDED_AT_ONCE = 20
ROOM_SHOWN = client_handler('emit(messenger.shownRoom.id)')


@ui.page(addresses.ROOM)
async def room_page(request: Request, room_id: int, message: str = '') -> None:
    """Show a room; `message` is the seq to open at."""
    viewer = viewer_of(request)
    around = int(message) or None if message.isascii() and message.isdecimal() and len(message) < 10 else None
    opened = await _open_room(viewer.id, room_id, around)
    title = titles.title_for(opened.room, viewer.id) if opened else ''
    async with page_layout(request, '', room_title=title):
        with tag('div', classes='room-page'):
            chat = Chat(
                me=viewer.summary(),
                room_id=room_id,
                site=site_settings.current().name,
                message=around,
                opened=opened,
            )
            chat.classes('contents')
            panel = RoomPanel(viewer.id, chat)
        with chat:
            search = icon_button('search', _('Search in this room'))
            search.on(
                'click', lambda event: room_search.go(viewer.id, ids.from_json(event.args)), js_handler=ROOM_SHOWN
            )
            details = panel.opener = icon_button('panel', _('Details'), aria_expanded='false')
            details.classes('details-button')
            details.on('click', lambda event: panel.toggle(ids.from_json(event.args)), js_handler=ROOM_SHOWN)
            menu = icon_button('more', _('Room menu'), aria_haspopup='menu')
            menu.on(
                'click',
                lambda event: room_menu.open_menu(menu, viewer.id, ids.from_json(event.args), chat),
                js_handler=ROOM_SHOWN,
            )
        chat.on('details', lambda event: panel.toggle(ids.from_json(event.args)))
        chat.on('join', lambda event: join(viewer.id, ids.from_json(event.args)))
        chat.on('add', lambda event: add(viewer.id, event.args))
        chat.on('edit', lambda event: room_dialog.edit(viewer.id, ids.from_json(event.args), adds_people=True))
        chat.on('unblock', lambda event: block_dialog.unblock(viewer.id, ids.from_json(event.args)))
        chat.on('reactors', lambda event: reactions_dialog.show(viewer.id, ids.from_json(event.args)))
        chat.on('revisions', lambda event: revisions_dialog.show(viewer.id, ids.from_json(event.args)))


async def _open_room(viewer_id: int, room_id: int, around: int | None) -> OpenedRoom | None:
    """The answer to `open`, to send with the page; None if it is refused now: then the window asks by itself."""
    try:
        return await history.open_room(viewer_id, room_id, around=around)
    except Refused:
        return None


async def add(viewer_id: int, args: Any) -> None:
    """Add people to a room; `args` is [room id, user ids]."""
    room_id, people = args if isinstance(args, list) and len(args) == 2 else (0, [])
    chosen = people[:ADDED_AT_ONCE] if isinstance(people, list) else []
    with show_errors():
        await members.add(viewer_id, ids.from_json(room_id), [ids.from_json(user_id) for user_id in chosen])


async def join(viewer_id: int, room_id: int) -> None:
    """Join the room that is shown."""
    with show_errors():
        await members.join(viewer_id, room_id)
