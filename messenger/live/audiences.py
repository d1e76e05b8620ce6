"""The windows that show each room: one subscriber per room, each frame encoded once, events batched under load."""

import asyncio
from collections.abc import Callable

from messenger import metrics, pubsub
from messenger.events import Event, PersonRead
from messenger.live import frames
from messenger.live.connection import Connection
from messenger.process import Current

Watcher = Callable[[int, Event], None]

GATHER_S = 0.02


class Audience:
    """The windows that show one room."""

    def __init__(self, room_id: int, watch: Watcher) -> None:
        self.room_id, self.watch = room_id, watch
        self.windows: set[Connection] = set()
        self.gathered: list[Event] = []
        self.flushing: asyncio.Handle | None = None
        self.flushed_at = 0.0
        self.unsubscribe = pubsub.subscribe(f'room:{room_id}', self.on_event)

    def on_event(self, _topic: str, event: Event) -> None:
        """Batch the events of GATHER_S into one frame, but after a quiet time send in the loop's next turn.

        By then all events of one commit have arrived, and an answer to the same window goes out in the same write.
        """
        self.gathered.append(event)
        if self.flushing is None:
            loop = asyncio.get_running_loop()
            wait = self.flushed_at + GATHER_S - loop.time()
            self.flushing = loop.call_later(wait, self.flush) if wait > 0 else loop.call_soon(self.flush)
        self.watch(self.room_id, event)

    def flush(self) -> None:
        """Write the gathered events to every window."""
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


audiences: Current[dict[int, Audience]] = Current()  # by room


def enter(window: Connection, room_id: int, watch: Watcher) -> None:
    """Show this room in the window from now on, and no other; `watch` is called for each event of a shown room."""
    if window.room_id == room_id:
        return
    move_on(window)
    window.before_move()
    audience = audiences.value.get(room_id)
    if audience is None:
        audience = audiences.value[room_id] = Audience(room_id, watch)
    elif audience.gathered:
        audience.flush()  # this window already got these events as activity in a room it did not show
    audience.windows.add(window)
    window.room_id = room_id


def move_on(window: Connection) -> None:
    """Leave the room at the window's own request: send it the gathered events first."""
    if window.room_id is not None and audiences.value[window.room_id].gathered:
        audiences.value[window.room_id].flush()
    leave(window)


def leave(window: Connection) -> None:
    """Stop showing any room in the window."""
    if window.room_id is None:
        return
    window.before_move()
    audience = audiences.value[window.room_id]
    audience.windows.discard(window)
    if not audience.windows:
        audience.close()
        del audiences.value[window.room_id]
    window.room_id = None


def windows(room_id: int) -> list[Connection]:
    """The windows that show a room."""
    audience = audiences.value.get(room_id)
    return list(audience.windows) if audience else []
