"""The sidebar element: what Python gives it, and the events that it emits."""

import msgspec
from nicegui import ui

from messenger.payloads import OwnSettings, RoomEntry, UserSummary
from pages.components import page_data


class Viewer(UserSummary, frozen=True):
    """The person who looks at a page; `own` are their settings, `blocked` the ids of people they have blocked."""

    is_admin: bool
    own: OwnSettings
    blocked: list[int]


class Sidebar(ui.element, component='sidebar.js'):
    """Shows `rooms` (entries of rooms.members) and keeps them up to date.

    Emits `new-room` and `new-message` when their buttons are pressed, and `user-menu` when the person's avatar is.
    """

    def __init__(self, *, me: Viewer, rooms: list[RoomEntry], site: str, nav: str) -> None:
        super().__init__()
        page_data.put_json(self.client, 'room-list', msgspec.json.encode(rooms))
        self.props.update(me=msgspec.to_builtins(me), site=site, nav=nav)
