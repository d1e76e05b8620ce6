"""Socket.IO frames: each event is encoded once, for any number of windows and in any combination with others."""

from collections.abc import Iterable

import orjson

from messenger.events import Event

_HEAD, _TAIL = '42["push",[', ']]'  # an Engine.IO message (4) that holds a Socket.IO event (2)


class _Last:
    """The last results, for the windows and rooms that get the same event next."""

    event: Event | None = None
    words = ''
    told: list[str] = []  # noqa: RUF012 - replaced, never changed
    frame = _HEAD + _TAIL


_last = _Last()


def words(event: Event) -> str:
    """Encode one event for a frame; the last result is cached."""
    if _last.event is not event:
        _last.event, _last.words = event, orjson.dumps(event.payload()).decode()
    return _last.words


def frame(told: list[str]) -> str:
    """Join encoded events (see `words`), in order, into one `push` frame; the last result is cached."""
    if _last.told != told:
        _last.told, _last.frame = told, _HEAD + ','.join(told) + _TAIL
    return _last.frame


def encode(events: Iterable[Event]) -> str:
    """Encode `events`, in order, as one `push` frame."""
    return frame([words(event) for event in events])
