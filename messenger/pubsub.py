"""Publish and subscribe by topic, in memory and in the event loop's thread.

Topics: `room:{id}` for windows that show the room, `room:{id}:activity` for members' windows that do not,
`user:{id}` for events that concern one person.
"""

import logging
from collections.abc import Callable

from messenger import metrics
from messenger.events import Event

logger = logging.getLogger(__name__)

Subscriber = Callable[[str, Event], None]

_subscribers: dict[str, dict[int, Subscriber]] = {}
_next_id = 0


def publish(topic: str, event: Event) -> None:
    """Pass `event` to every subscriber of `topic`, in order of subscription; a failing one does not stop the others."""
    for subscriber in list(_subscribers.get(topic, {}).values()):
        try:
            subscriber(topic, event)
        except Exception:
            metrics.BACKGROUND_FAILURES.labels('subscriber').inc()
            logger.exception('A subscriber of %s failed on %s', topic, type(event).__name__)


def subscribe(topic: str, subscriber: Subscriber) -> Callable[[], None]:
    """Call `subscriber(topic, event)` for each event of `topic` until the returned function is called."""
    global _next_id
    _next_id += 1
    number = _next_id
    _subscribers.setdefault(topic, {})[number] = subscriber

    def unsubscribe() -> None:
        topic_subscribers = _subscribers.get(topic, {})
        topic_subscribers.pop(number, None)
        if not topic_subscribers:
            _subscribers.pop(topic, None)

    return unsubscribe


def count() -> int:
    """The number of subscriptions to all topics."""
    return sum(len(subscribers) for subscribers in _subscribers.values())
