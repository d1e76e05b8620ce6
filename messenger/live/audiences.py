"""The windows that show one room: one subscriber per room, each frame encoded once, events batched under load."""

import asyncio
from collections.abc import Callable

from messenger import metrics, pubsub
from messenger.events import Event, PersonRead
from messenger.live.connection import Connection
from messenger.live.frames import Frames

GATHER_S = 0.02


class Audience:
    """The windows that show one room; each event of the room also goes to `watch(room_id, event)`."""

    def __init__(self, room_id: int, frames: Frames, watch: Callable[[int, Event], None]) -> None:
        self.room_id = room_id
        self.frames = frames
        self.watch = watch
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
        whole = self.frames.encode(gathered)
        lesser = whole
        if any(isinstance(event, PersonRead) for event in gathered):
            spoken = [event for event in gathered if not isinstance(event, PersonRead)]
            lesser = self.frames.encode(spoken) if spoken else ''
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
