"""Who is typing in which room: forwarded to the other windows that show the room, at most one frame a second."""

import asyncio

from messenger.events import Typing
from messenger.live import audiences, frames
from messenger.process import Current

GATHER_S = 1.0
NAMED_LIMIT = 3  # a window says "several" for more


class TypingNotices:
    """Who has been typing in each room during the last second."""

    def __init__(self) -> None:
        self._writers: dict[int, dict[int, str]] = {}
        self._due: dict[int, asyncio.TimerHandle] = {}

    def note(self, room_id: int, user_id: int, nick: str) -> None:
        """Somebody is typing in a room. Announce the first at once; batch all others until the second is over."""
        self._writers.setdefault(room_id, {})[user_id] = nick
        if room_id not in self._due:
            self._tell(room_id)

    def _tell(self, room_id: int) -> None:
        """Send everyone the first few of the other writers: one frame for all, plus one for each of those few."""
        self._due.pop(room_id, None)
        writers = self._writers.pop(room_id, None)
        if not writers:
            return
        self._due[room_id] = asyncio.get_running_loop().call_later(GATHER_S, self._tell, room_id)
        named = list(writers)[: NAMED_LIMIT + 1]
        common = _frame(room_id, writers, named[:NAMED_LIMIT])
        shown = named[:NAMED_LIMIT]
        apart = {one: _frame(room_id, writers, [other for other in named if other != one]) for one in shown}
        for window in audiences.windows(room_id):
            frame = apart.get(window.user_id, common)
            if frame:
                window.push(frame)


notices: Current[TypingNotices] = Current()


def _frame(room_id: int, writers: dict[int, str], named: list[int]) -> str:
    people = [{'id': user_id, 'nick': writers[user_id]} for user_id in named]
    return frames.encode([Typing(room_id, people)]) if people else ''
