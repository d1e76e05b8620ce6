"""Socket.IO frames, built once for everyone they go to."""

from collections.abc import Iterable

import orjson

from messenger.events import Event

PREFIX = '42'  # an Engine.IO message (4) that holds a Socket.IO event (2)


_last: tuple[Event | None, str] = (None, '')


def encode_once(event: Event) -> str:
    """The frame of one event; asked again for the same event, it is not built again."""
    global _last
    if _last[0] is not event:
        _last = (event, encode([event]))
    return _last[1]


def encode(events: Iterable[Event]) -> str:
    """One `push` frame that holds `events` in order."""
    return PREFIX + orjson.dumps(['push', [event.payload() for event in events]]).decode()
