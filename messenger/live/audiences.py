"""The windows that show each room: one subscriber a room, each frame encoded once, gathered while busy."""

import asyncio
from collections.abc import Callable

from messenger import metrics, pubsub
from messenger.events import Event, PersonRead
from messenger.live import frames
from messenger.live.connection import Connection

GATHER_S = 0.02


class Audience:
    """Everyone who looks at one room."""

    def __init__(self, room_id: int) -> None:
        self.room_id = room_id
        self.windows: set[Connection] = set()
        self.gathered: list[Event] = []
        self.flushing: asyncio.Handle | None = None
        self.flushed_at = 0.0
        self.unsubscribe = pubsub.subscribe(f'room:{room_id}', self.on_event)

    def on_event(self, _topic: str, event: Event) -> None:
        """Gather what comes within GATHER_S into one frame, but send in the loop's next turn where it was quiet.

        By then all of one commit has come, and an answer to the same window goes out in the same write.
        """
        self.gathered.append(event)
        if self.flushing is None:
            loop = asyncio.get_running_loop()
            wait = self.flushed_at + GATHER_S - loop.time()
            self.flushing = loop.call_later(wait, self.flush) if wait > 0 else loop.call_soon(self.flush)
        watch(self.room_id, event)

    def flush(self) -> None:
        """Write what has gathered to every window."""
        if self.flushing is not None:
            self.flushing.cancel()
            self.flushing = None
        self.flushed_at = asyncio.get_running_loop().time()
        gathered, self.gathered = self.gathered, []
        whole = frames.encode(gathered)
        lesser = whole
        if any(isinstance(event, PersonRead) for event in gathered):
            spoken = [event for event in gathered if not isinstance(event, PersonRead)]
            lesser = frames.encode(spoken) if spoken else ''
        for window in self.windows:
            frame = whole if window.sees_receipts else lesser
            if frame:
                window.push(frame)
        metrics.DELIVERIES.inc(len(gathered) * len(self.windows))

    def close(self) -> None:
        """End the subscription."""
        self.unsubscribe()
        if self.flushing is not None:
            self.flushing.cancel()


_audiences: dict[int, Audience] = {}

watch: Callable[[int, Event], None] = lambda _room_id, _event: None


def enter(window: Connection, room_id: int) -> None:
    """The window shows this room from now on, and no other."""
    if window.room_id == room_id:
        return
    move_on(window)
    window.before_move()
    audience = _audiences.get(room_id)
    if audience is None:
        audience = _audiences[room_id] = Audience(room_id)
    elif audience.gathered:
        audience.flush()  # this window has heard of it as somebody who looks elsewhere
    audience.windows.add(window)
    window.room_id = room_id


def move_on(window: Connection) -> None:
    """The window shows no room any more, by its own wish: what has gathered for it is handed over first."""
    if window.room_id is not None and _audiences[window.room_id].gathered:
        _audiences[window.room_id].flush()
    leave(window)


def leave(window: Connection) -> None:
    """The window shows no room any more."""
    if window.room_id is None:
        return
    window.before_move()
    audience = _audiences[window.room_id]
    audience.windows.discard(window)
    if not audience.windows:
        audience.close()
        del _audiences[window.room_id]
    window.room_id = None


def windows(room_id: int) -> list[Connection]:
    """The windows that show a room."""
    audience = _audiences.get(room_id)
    return list(audience.windows) if audience else []
