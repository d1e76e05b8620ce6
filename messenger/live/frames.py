"""Socket.IO frames: what happened is put into words once, however many windows hear of it, and beside whatever else."""

from collections.abc import Iterable

import orjson

from messenger.events import Event

_HEAD, _TAIL = '42["push",[', ']]'  # an Engine.IO message (4) that holds a Socket.IO event (2)

_last_words: tuple[Event | None, str] = (None, '')
_last_frame: tuple[list[str], str] = ([], _HEAD + _TAIL)


def words(event: Event) -> str:
    """One event as it stands in a frame; asked again for the same event, it is not built again."""
    global _last_words
    if _last_words[0] is not event:
        _last_words = (event, orjson.dumps(event.payload()).decode())
    return _last_words[1]


def frame(told: list[str]) -> str:
    """One `push` frame of the `words` of events, in order; asked again for the same, it is not built again."""
    global _last_frame
    if _last_frame[0] != told:
        _last_frame = (told, _HEAD + ','.join(told) + _TAIL)
    return _last_frame[1]


def encode(events: Iterable[Event]) -> str:
    """One `push` frame that holds `events` in order."""
    return frame([words(event) for event in events])
