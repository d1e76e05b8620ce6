"""The details panel beside a chat: pinned messages, files and members."""

from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from messenger import access, ids, markup
from messenger.access import Seat
from messenger.database.engine import read
from messenger.errors import Refused
from messenger.files import attachments
from messenger.i18n import _
from messenger.messages import pins
from messenger.models import Membership
from messenger.models.attachment import PICTURE
from messenger.models.membership import OWNER
from messenger.people import presence
from messenger.rooms import members
from pages.components import level_dialog, members_dialog, room_dialog
from pages.components.client_call import client_call
from pages.components.markup import icon_button, tag
from pages.components.refusals import show_errors
from pages.components.view import View, id_in

MEMBERS_SHOWN, FILES_SHOWN = 50, 30
HEARD_S = 1.0
FOCUS = 'getHtmlElement(%d)?.focus()'
# the window reports which room it shows when it changes rooms, and when something relevant in the room changes
_HEARD = f"""(event) => {{
  const changes = ["MessageChanged", "MessageDeleted", "MessagePinned"];
  const matters = [...changes, "FilesPosted", "RoomChanged", "PresenceChanged"];
  if (!event.detail || event.detail.some((type) => matters.includes(type)))
    {client_call('emit(messenger.shownRoom.id)')};
}}"""


class RoomPanel(ui.element):
    """The button `opener` opens and closes it (`toggle`); while open, it follows the window from room to room."""

    def __init__(self, viewer_id: int, chat: Any) -> None:
        super().__init__('aside')
        self.viewer_id, self.chat = viewer_id, chat
        self.opener: ui.element | None = None
        self.asked = 0
        self.view: View | None = None
        self.classes('panel')
        self.props['aria-label'] = _('Details')
        self.set_visibility(False)
        self.on('keydown.escape', self.close)

    async def toggle(self, room_id: int) -> None:
        """Open the panel for a room, or close it."""
        if self.view is not None:
            self.close()
        else:
            await self.show(room_id)

    async def show(self, room_id: int) -> None:
        """Open the panel for a room."""
        self.asked = room_id
        with show_errors():
            values = await self._values(room_id)
            if self.asked != room_id:
                return
            if self.view is not None:
                self.view.refresh(**values)
                return
            with self:
                with tag('header', classes='panel-head'):
                    tag('h2', _('Details'))
                    close = icon_button('close', _('Close details')).on('click', self.close)
                self.view = View('panel.html', **values).classes('panel-body')
            self.view.props['data-live'] = ''
            self.view.on('stale', self._follow, js_handler=_HEARD, throttle=HEARD_S)
            self.view.on_action(self._act)
            self.set_visibility(True)
            self._update_opener(is_open=True)
            self.client.run_javascript(FOCUS % close.id)

    def close(self) -> None:
        """Close the panel."""
        self.view = None
        self.clear()
        self.set_visibility(False)
        self._update_opener(is_open=False)
        if self.opener:
            self.client.run_javascript(FOCUS % self.opener.id)

    def _update_opener(self, *, is_open: bool) -> None:
        if self.opener:
            self.opener.props['aria-expanded'] = str(is_open).lower()
            self.opener.update()

    async def _follow(self, event: GenericEventArguments) -> None:
        room_id = ids.from_json(event.args)
        if self.view is None or room_id == ids.NO_ID:
            return
        self.asked = room_id
        try:
            values = await self._values(room_id)
        except Refused:
            self.close()
            return
        if self.view is not None and self.asked == room_id:  # else the panel was closed or the window changed rooms
            self.view.refresh(**values)

    async def _values(self, room_id: int) -> dict[str, Any]:
        seat, people, size = await read(_members, self.viewer_id, room_id)
        listed = await pins.list_pinned(self.viewer_id, room_id)
        files = await read(attachments.list_newest, self.viewer_id, room_id, FILES_SHOWN)
        return {
            'seat': seat,
            'pins': listed,
            'files': files,
            'people': people,
            'size': size,
            'here': presence.known_to(self.viewer_id),
            'OWNER': OWNER,
            'PICTURE': PICTURE,
            'plain': markup.plain,
        }

    @property
    def _room_id(self) -> int:
        """The room whose details are shown: while the next room loads, still the previous one."""
        return int(self.view.values['seat'].room.id) if self.view else 0

    async def _act(self, data: dict[str, str]) -> None:
        action, seq, message_id = data.get('action'), id_in(data, 'seq'), id_in(data, 'message')
        if action == 'go' and seq:
            self.chat.run_method('go', self._room_id, seq)
        elif action == 'unpin' and message_id:
            with show_errors():
                await pins.put(self.viewer_id, message_id, on=False)
        elif action == 'members':
            await members_dialog.show(self.viewer_id, self._room_id)
        elif action == 'notifications':
            await level_dialog.open_dialog(self.viewer_id, self._room_id)
        elif action == 'edit':
            await room_dialog.edit(self.viewer_id, self._room_id)


def _members(viewer_id: int, room_id: int) -> tuple[Seat, list[Membership], int]:
    seat = access.room_for(viewer_id, room_id)
    online = presence.known_to(viewer_id)
    people = sorted(members.people(room_id), key=lambda membership: membership.user_id not in online)
    return seat, people[:MEMBERS_SHOWN], len(people)
