"""Socket.IO frames: each event is encoded once, for any number of windows and in any combination with others."""

from collections.abc import Iterable

from msgspec.json import Encoder

from messenger.events import Event

_HEAD, _TAIL = '42["push",[', ']]'  # an Engine.IO message (4) that holds a Socket.IO event (2)


class Frames:
    """Encodes events; the last event and the last frame are kept, because many windows get the same ones."""

    def __init__(self) -> None:
        self._to_json = Encoder().encode
        self._event: Event | None = None
        self._encoded = ''
        self._joined: list[str] = []
        self._frame = _HEAD + _TAIL

    def encode_event(self, event: Event) -> str:
        """Encode one event for a frame."""
        if self._event is not event:
            self._event, self._encoded = event, self._to_json(event).decode()
        return self._encoded

    def join(self, encoded: list[str]) -> str:
        """Join encoded events (see `encode_event`), in order, into one `push` frame."""
        if self._joined != encoded:
            self._joined, self._frame = encoded, _HEAD + ','.join(encoded) + _TAIL
        return self._frame

    def encode(self, events: Iterable[Event]) -> str:
        """Encode `events`, in order, as one `push` frame."""
        return self.join([self.encode_event(event) for event in events])
