"""The sidebar element: what Python gives it, and the events that it emits."""

from typing import Any

import msgspec
from nicegui import ui

from messenger.payloads import RoomEntry
from pages.components import page_data


class Sidebar(ui.element, component='sidebar.js'):
    """Shows `rooms` (entries of rooms.members) and keeps them up to date.

    Emits `new-room` and `new-message` when their buttons are pressed, and `user-menu` when the person's avatar is.
    """

    def __init__(self, *, me: dict[str, Any], rooms: list[RoomEntry], site: str, nav: str) -> None:
        super().__init__()
        page_data.put_json(self.client, 'room-list', msgspec.json.encode(rooms))
        self.props.update(me=me, site=site, nav=nav)
