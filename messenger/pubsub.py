"""Publish and subscribe by topic, in memory and in the event loop's thread.

Topics: `room:{id}` for windows that show the room, `room:{id}:activity` for members' windows that do not,
`user:{id}` for events that concern one person.
"""

import itertools
import logging
from collections.abc import Callable

from messenger import metrics
from messenger.events import Event
from messenger.process import Current

logger = logging.getLogger(__name__)

Subscriber = Callable[[str, Event], None]


class PubSub:
    """The subscribers of this process, by topic."""

    def __init__(self) -> None:
        self._subscribers: dict[str, dict[int, Subscriber]] = {}
        self._numbers = itertools.count(1)

    def publish(self, topic: str, event: Event) -> None:
        """Pass `event` to every subscriber of `topic`, in order of subscription; a failing one does not stop others."""
        for subscriber in list(self._subscribers.get(topic, {}).values()):
            try:
                subscriber(topic, event)
            except Exception:
                metrics.BACKGROUND_FAILURES.labels('subscriber').inc()
                logger.exception('A subscriber of %s failed on %s', topic, type(event).__name__)

    def subscribe(self, topic: str, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber(topic, event)` for each event of `topic` until the returned function is called."""
        number = next(self._numbers)
        self._subscribers.setdefault(topic, {})[number] = subscriber

        def unsubscribe() -> None:
            topic_subscribers = self._subscribers.get(topic, {})
            topic_subscribers.pop(number, None)
            if not topic_subscribers:
                self._subscribers.pop(topic, None)

        return unsubscribe

    def count(self) -> int:
        """The number of subscriptions to all topics."""
        return sum(len(subscribers) for subscribers in self._subscribers.values())


broker: Current[PubSub] = Current()


def publish(topic: str, event: Event) -> None:
    """Pass `event` to every subscriber of `topic`."""
    broker.value.publish(topic, event)


def subscribe(topic: str, subscriber: Subscriber) -> Callable[[], None]:
    """Call `subscriber(topic, event)` for each event of `topic` until the returned function is called."""
    return broker.value.subscribe(topic, subscriber)


def count() -> int:
    """The number of subscriptions to all topics."""
    return broker.value.count()
