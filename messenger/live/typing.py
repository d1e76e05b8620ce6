"""Who is typing in which room: forwarded to the other windows that show the room, at most one frame a second."""

import asyncio
from collections.abc import Callable

from messenger.events import Typing, Writer
from messenger.live.connection import Connection
from messenger.live.frames import Frames

GATHER_S = 1.0
NAMED_LIMIT = 3  # a window says "several" for more


class TypingNotices:
    """The nicks of the people who are typing, by room and person; `windows_in` finds the windows that show a room."""

    def __init__(self, frames: Frames, windows_in: Callable[[int], list[Connection]]) -> None:
        self.frames = frames
        self.windows_in = windows_in
        self.writers: dict[int, dict[int, str]] = {}
        self.timers: dict[int, asyncio.TimerHandle] = {}

    def note(self, room_id: int, user_id: int, nick: str) -> None:
        """Somebody is typing in a room. Announce the first at once; batch all others until the second is over."""
        self.writers.setdefault(room_id, {})[user_id] = nick
        if room_id not in self.timers:
            self._send_typing(room_id)

    def _send_typing(self, room_id: int) -> None:
        """Send everyone the first few of the other writers: one frame for all, plus one for each of those few."""
        self.timers.pop(room_id, None)
        writers = self.writers.pop(room_id, None)
        if not writers:
            return
        self.timers[room_id] = asyncio.get_running_loop().call_later(GATHER_S, self._send_typing, room_id)
        first = [Writer(user_id, nick) for user_id, nick in writers.items()][: NAMED_LIMIT + 1]
        common = self._frame(room_id, first[:NAMED_LIMIT])
        apart = {
            writer.id: self._frame(room_id, [other for other in first if other is not writer])
            for writer in first[:NAMED_LIMIT]
        }
        for window in self.windows_in(room_id):
            frame = apart.get(window.user_id, common)
            if frame:
                window.push(frame)

    def _frame(self, room_id: int, people: list[Writer]) -> str:
        return self.frames.encode([Typing(room_id, people)]) if people else ''
