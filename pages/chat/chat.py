"""The element that shows a room: what Python gives it, and the events that it emits."""

import msgspec
from nicegui import ui

from messenger.files.attachments import PER_MESSAGE
from messenger.models.message import BODY_LIMIT_CHARS
from messenger.payloads import OpenedRoom, UserSummary
from pages.components import page_data

GIVEN_LIMIT_BYTES = 100_000  # a page is kept until its window is connected; a window asks for what is not in its page


class Chat(ui.element, component='chat.js'):
    """Shows a room, and without a page load any other room chosen in the sidebar.

    Elements placed inside appear as tools in the room's heading. Emits `join` (room id) when a non-member joins,
    `unblock` (user id) to unblock somebody, `revisions` (message id) to see earlier versions of a message, `reactors`
    (message id) to see who reacted, `details` (room id) to see the members, `edit` (room id) to add people to an empty
    room, `add` (room id, user ids) to add people who were mentioned. `opened` is what it shows before it is connected.
    """

    def __init__(
        self,
        *,
        me: UserSummary,
        room_id: int,
        site: str,
        message: int | None = None,
        opened: OpenedRoom | None = None,
    ) -> None:
        super().__init__()
        if opened is not None:
            given = msgspec.json.encode({'room': room_id, 'around': message, 'answer': opened})
            if len(given) <= GIVEN_LIMIT_BYTES:
                page_data.put_json(self.client, 'opened-room', given)
        self.props.update(
            me=msgspec.to_builtins(me),
            first=room_id,
            around=message,
            site=site,
            limit=BODY_LIMIT_CHARS,
            filesMax=PER_MESSAGE,
        )
