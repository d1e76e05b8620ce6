"""The windows that show one room: one subscriber per room, each frame encoded once, events batched under load."""

from collections.abc import Callable

from messenger import metrics, pubsub
from messenger.events import Event, PersonRead
from messenger.live.batcher import Batcher
from messenger.live.connection import Connection
from messenger.live.frames import Frames


class Audience:
    """The windows that show one room; each event of the room also goes to `watch(room_id, event)`."""

    def __init__(self, room_id: int, frames: Frames, watch: Callable[[int, Event], None]) -> None:
        self.room_id = room_id
        self.frames = frames
        self.watch = watch
        self.windows: set[Connection] = set()
        self.batcher: Batcher[Event] = Batcher(self._send)
        self.unsubscribe = pubsub.subscribe(f'room:{room_id}', self.on_event)

    def on_event(self, _topic: str, event: Event) -> None:
        """Send the event soon, with others as one frame."""
        self.batcher.add(event)
        self.watch(self.room_id, event)

    def _send(self, gathered: list[Event]) -> None:
        """Write the gathered events to every window."""
        with_receipts = self.frames.encode(gathered)
        without_receipts = with_receipts
        if any(isinstance(event, PersonRead) for event in gathered):
            others = [event for event in gathered if not isinstance(event, PersonRead)]
            without_receipts = self.frames.encode(others) if others else ''
        for window in self.windows:
            frame = with_receipts if window.sees_receipts else without_receipts
            if frame:
                window.push(frame)
        metrics.DELIVERIES.inc(len(gathered) * len(self.windows))

    def close(self) -> None:
        """End the subscription."""
        self.unsubscribe()
        self.batcher.close()
