"""Socket.IO frames: each event is encoded once, for any number of windows and in any combination with others."""

from collections.abc import Iterable

import msgspec

from messenger.events import Event

_HEAD, _TAIL = '42["push",[', ']]'  # an Engine.IO message (4) that holds a Socket.IO event (2)

_last_words: tuple[Event | None, str] = (None, '')
_last_frame: tuple[list[str], str] = ([], _HEAD + _TAIL)


def words(event: Event) -> str:
    """Encode one event for a frame; the last result is cached."""
    global _last_words
    if _last_words[0] is not event:
        _last_words = (event, msgspec.json.encode(event.payload()).decode())
    return _last_words[1]


def frame(told: list[str]) -> str:
    """Join encoded events (see `words`), in order, into one `push` frame; the last result is cached."""
    global _last_frame
    if _last_frame[0] != told:
        _last_frame = (told, _HEAD + ','.join(told) + _TAIL)
    return _last_frame[1]


def encode(events: Iterable[Event]) -> str:
    """Encode `events`, in order, as one `push` frame."""
    return frame([words(event) for event in events])
