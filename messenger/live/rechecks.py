"""Checks again whether a window may show its room, after something changed that may have cost its person the right."""

import asyncio

from messenger import access
from messenger.database.engine import read
from messenger.errors import Refused
from messenger.events import RoomLost
from messenger.live import audiences, frames
from messenger.live.connection import Connection

_tasks: set[asyncio.Task[None]] = set()  # the event loop itself keeps only weak references


def recheck(window: Connection) -> None:
    """Check again whether a window may show its room; if not, remove the window from it."""
    room_id = window.room_id
    if room_id is not None:
        task = asyncio.get_running_loop().create_task(_recheck(window, room_id))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)


async def _recheck(window: Connection, room_id: int) -> None:
    try:
        await read(access.room_for, window.user_id, room_id)
    except Refused:
        if window.room_id == room_id:
            audiences.leave(window)
            window.push(frames.encode([RoomLost(room_id, '', 'removed')]))
