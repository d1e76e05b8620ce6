"""Who is typing in which room: forwarded to the other windows that show the room, at most one frame a second."""

import asyncio

from messenger.events import Typing
from messenger.live import audiences, frames

GATHER_S = 1.0
NAMED_LIMIT = 3  # a window says "several" for more

_writers: dict[int, dict[int, str]] = {}
_due: dict[int, asyncio.TimerHandle] = {}


def note(room_id: int, user_id: int, nick: str) -> None:
    """Somebody is typing in a room. Announce the first at once; batch all others until the second is over."""
    _writers.setdefault(room_id, {})[user_id] = nick
    if room_id not in _due:
        _tell(room_id)


def _tell(room_id: int) -> None:
    """Send everyone the first few of the other writers: one frame for all, plus one for each of those few."""
    _due.pop(room_id, None)
    writers = _writers.pop(room_id, None)
    if not writers:
        return
    _due[room_id] = asyncio.get_running_loop().call_later(GATHER_S, _tell, room_id)
    named = list(writers)[: NAMED_LIMIT + 1]
    common = _frame(room_id, writers, named[:NAMED_LIMIT])
    apart = {one: _frame(room_id, writers, [other for other in named if other != one]) for one in named[:NAMED_LIMIT]}
    for window in audiences.windows(room_id):
        frame = apart.get(window.user_id, common)
        if frame:
            window.push(frame)


def _frame(room_id: int, writers: dict[int, str], named: list[int]) -> str:
    people = [{'id': user_id, 'nick': writers[user_id]} for user_id in named]
    return frames.encode([Typing(room_id, people)]) if people else ''
